import { configDefaults, defineConfig } from "vitest/config";

/** Suites on a real PostgreSQL: it is started once, and only when one of them runs. */
const PORTAL = [
	"lib/server/**/*.test.ts",
	"app/api/**/*.test.ts",
	"app/trust/**/*.test.ts",
	"tests/portal/**/*.test.ts",
];

export default defineConfig({
	resolve: {
		alias: {
			"@": import.meta.dirname,
			"server-only": `${import.meta.dirname}/node_modules/server-only/empty.js`,
			"client-only": `${import.meta.dirname}/node_modules/server-only/empty.js`,
		},
	},
	test: {
		// Only a hang ends here: how fast a test runs depends on what else its machine does.
		testTimeout: 180_000,
		hookTimeout: 180_000,
		projects: [
			{
				extends: true,
				test: {
					name: "unit",
					include: [
						"lib/**/*.test.ts",
						"app/**/*.test.{ts,tsx}",
						"tests/**/*.test.ts",
						"{server,tools,scripts}/**/*.test.ts",
					],
					exclude: [...configDefaults.exclude, ...PORTAL],
				},
			},
			{
				extends: true,
				test: {
					name: "portal",
					include: PORTAL,
					globalSetup: "tests/support/postgres-setup.ts",
				},
			},
		],
	},
});
