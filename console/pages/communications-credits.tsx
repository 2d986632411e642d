import { Page } from "../ui/page.tsx";

export function Component() {
  return <Page id="communicationsCredits">{null}</Page>;
}
