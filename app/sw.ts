/// <reference lib="webworker" />
/**
 * The service worker: serves every page of the app from the precache, so that they open while the server does not answer.
 * It caches no answer of the API and no key list: those live in IndexedDB, where they are verified (lib/device/trust).
 */
import { type PrecacheEntry, Serwist, type SerwistGlobalConfig } from "serwist";

declare global {
	interface WorkerGlobalScope extends SerwistGlobalConfig {
		__SW_MANIFEST: (PrecacheEntry | string)[] | undefined;
	}
}
declare const self: ServiceWorkerGlobalScope;

const serwist = new Serwist({
	precacheEntries: self.__SW_MANIFEST ?? [],
	precacheOptions: {
		cleanupOutdatedCaches: true,
		// Pages take their input from the fragment; whatever comes as a query is not ours and must not miss the cache.
		ignoreURLParametersMatching: [/.*/],
		cleanURLs: false,
		// `/scan/` is `/scan`.
		urlManipulation: ({ url }) => {
			if (url.pathname === "/" || !url.pathname.endsWith("/")) return [];
			const bare = new URL(url.href);
			bare.pathname = bare.pathname.slice(0, -1);
			bare.search = "";
			return [bare];
		},
	},
	// The page asks for it (app/_ui/service-worker.tsx) when nobody is typing: see docs/architecture.md.
	skipWaiting: false,
	clientsClaim: true,
	navigationPreload: false,
	runtimeCaching: [],
});

serwist.addEventListeners();
