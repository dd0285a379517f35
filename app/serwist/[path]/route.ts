import { createSerwistRoute } from "@serwist/turbopack";

/** The pages that must open from a cold start while the server is dead. */
const OFFLINE_PAGES = ["/", "/counter", "/scan", "/pass", "/enrol"];

// Set by next.config.js for this build; `next dev` precaches nothing.
const revision = process.env["NEXT_PUBLIC_RELAIS_BUILD_ID"] ?? null;

export const { dynamic, dynamicParams, revalidate, generateStaticParams, GET } = createSerwistRoute({
	swSrc: "app/sw.ts",
	// The native binary is a dependency already (esbuild); the WebAssembly build would be a second copy.
	useNativeEsbuild: true,
	// zxing_reader.wasm is about 1 MB.
	maximumFileSizeToCacheInBytes: 4 * 1024 * 1024,
	additionalPrecacheEntries: [...OFFLINE_PAGES, "/manifest.webmanifest"].map((url) => ({ url, revision })),
});
