/// <reference lib="webworker" />
/**
 * The service worker: serves every page of the app from the precache, so that they open while the server does not answer.
 * It caches no answer of the API and no key list: those live in IndexedDB, where they are verified (lib/device/trust).
 * A cache that was emptied under it is filled again when a page asks (lib/device/offline-copy).
 */
import { type PrecacheEntry, Serwist, type SerwistGlobalConfig } from "serwist";
import { ASK_FOR_COPY, type CopyAnswer } from "@/lib/device/offline-copy/copy-answer";
import { emptyCopyPage } from "@/lib/device/offline-copy/empty-copy-page";
import { type CopyPorts, refillCopy } from "@/lib/device/offline-copy/refill-copy";

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
	// The page asks for it (app/_device/service-worker.tsx) when nobody is typing: see docs/architecture.md.
	skipWaiting: false,
	clientsClaim: true,
	navigationPreload: false,
	runtimeCaching: [],
});

const wanted = new Map([...serwist.getUrlsToPrecacheKeys()].map(([address, key]) => [key, address]));
const openCopy = () => self.caches.open(serwist.precacheStrategy.cacheName);

const copyPorts: CopyPorts = {
	wanted,
	held: async () => (await (await openCopy()).keys()).map(({ url }) => url),
	put: async (key, file) => (await openCopy()).put(key, file),
	fetch: (address) => fetch(address, { cache: "reload", credentials: "same-origin" }),
	superseded: async () => {
		await self.registration.update();
		return self.registration.installing !== null || self.registration.waiting !== null;
	},
};

/** Several pages ask at once; one refill answers them all. */
let refilling: Promise<CopyAnswer> | undefined;
let asking: ((answer: CopyAnswer) => void)[] = [];

async function answerAll(): Promise<void> {
	refilling ??= refillCopy(copyPorts, (found) => {
		for (const tell of asking) tell(found);
	});
	try {
		const answer = await refilling;
		for (const tell of asking) tell(answer);
	} finally {
		refilling = undefined;
		asking = [];
	}
}

self.addEventListener("message", (event) => {
	const [port] = event.ports;
	if (event.data?.type !== ASK_FOR_COPY || port === undefined) return;
	asking.push((answer) => port.postMessage(answer));
	event.waitUntil(answerAll());
});

// A page that is in no cache, with no network: this script itself is all that is left.
serwist.setCatchHandler(async ({ request }) => {
	if (request.mode !== "navigate") return Response.error();
	const held = new Set(await copyPorts.held());
	const missing = [...wanted.keys()].filter((key) => !held.has(key)).length;
	const nonce = crypto.randomUUID();
	return new Response(emptyCopyPage({ missing, of: wanted.size }, nonce), {
		headers: {
			"content-type": "text/html; charset=utf-8",
			"content-security-policy": `default-src 'none'; style-src 'unsafe-inline'; script-src 'nonce-${nonce}'; connect-src 'self'`,
		},
	});
});

serwist.addEventListeners();
