import { defineConfig } from "@playwright/test";

/** Journeys on the production build. Each starts its own portal and browsers: tests/support. */
export default defineConfig({
	testDir: "tests/e2e",
	// A portal, a database and two browsers at a time are enough for two cores.
	workers: 1,
	forbidOnly: process.env["CI"] !== undefined,
	// A machine that stalls fails a journey now and then: tried once more, and told as flaky (docs/decisions/055).
	retries: 1,
	timeout: 120_000,
	expect: { timeout: 15_000 },
	outputDir: "test-results",
	reporter: "list",
});
