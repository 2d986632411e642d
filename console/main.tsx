import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { startLanguages } from "./locales/index.ts";
import { firstLanguage } from "./preferences.tsx";
import "./page.css";

await startLanguages(firstLanguage());
createRoot(document.getElementById("root")!).render(<App />);
