import { existsSync } from "node:fs";
import { createSerwistRoute } from "@serwist/turbopack";

/** The pages that must open from a cold start while the server does not answer, with the file that makes each. */
const OFFLINE_PAGES = {
	"/": "app/page.tsx",
	"/counter": "app/(counter)/counter/page.tsx",
	"/counter/training": "app/(counter)/counter/training/page.tsx",
	"/scan": "app/(door)/scan/page.tsx",
	"/scan/scanner": "app/(door)/scan/scanner/page.tsx",
	"/pass": "app/(holder)/pass/page.tsx",
	"/enrol": "app/enrol/page.tsx",
} as const;

// A page in the list that the server does not have would stop the whole worker from installing.
const pages = Object.entries(OFFLINE_PAGES).flatMap(([url, file]) => (existsSync(file) ? [url] : []));

// Set by next.config.js for this build; `next dev` precaches nothing.
const revision = process.env["NEXT_PUBLIC_RELAIS_BUILD_ID"] ?? null;

export const { dynamic, dynamicParams, revalidate, generateStaticParams, GET } = createSerwistRoute({
	swSrc: "app/sw.ts",
	// The native binary is a dependency already (esbuild); the WebAssembly build would be a second copy.
	useNativeEsbuild: true,
	// zxing_reader.wasm is about 1 MB.
	maximumFileSizeToCacheInBytes: 4 * 1024 * 1024,
	additionalPrecacheEntries: [...pages, "/manifest.webmanifest"].map((url) => ({ url, revision })),
});
