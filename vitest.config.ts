import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    reporters: ["default", "./test/support/reporter.ts"],
    projects: [
      {
        test: {
          name: "unit", // needs nothing that runs; in seconds
          include: ["src/**/*.test.ts", "test/tidy/**/*.test.ts"],
          testTimeout: 30_000, // properties on a busy machine
          isolate: false, // they are pure: reading every module once instead of fifty times halves the run
        },
      },
      {
        test: {
          name: "system", // needs PostgreSQL, a server, a switch
          include: ["test/**/*.test.ts"],
          exclude: ["test/tidy/**"],
          globalSetup: ["test/support/database-setup.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
