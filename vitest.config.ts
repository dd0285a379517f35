import { defineConfig } from "vitest/config";

export default defineConfig({
	resolve: {
		alias: {
			"@": import.meta.dirname,
			"server-only": `${import.meta.dirname}/node_modules/server-only/empty.js`,
			"client-only": `${import.meta.dirname}/node_modules/server-only/empty.js`,
		},
	},
	test: { include: ["lib/**/*.test.ts", "app/**/*.test.{ts,tsx}", "tests/**/*.test.ts", "scripts/**/*.test.{ts,mjs}"] },
});
