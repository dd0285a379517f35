import "client-only";
import { ASK_FOR_COPY, type CopyAnswer, isCopyAnswer } from "./copy-answer";

/** Whether this device could open the app without a network, as far as this page knows. */
export type OfflineCopy =
	/** Not asked yet, or a worker of an earlier version that does not answer. */
	| { readonly state: "unknown" }
	| { readonly state: "ready" }
	/** `filling`: under way. */
	| { readonly state: "incomplete"; readonly missing: number; readonly of: number; readonly filling: boolean }
	/** There is no worker: none was ever registered, it was deleted, or the browser has none. */
	| { readonly state: "absent" };

const WORKER_URL = "/serwist/sw.js";
/** A worker that fetches everything anew over a bad network takes a while; one of an earlier version never answers. */
const ANSWER_SECONDS = 120;

let known: OfflineCopy = { state: "unknown" };
const listeners = new Set<() => void>();

export const offlineCopy = (): OfflineCopy => known;

export function followOfflineCopy(listener: () => void): () => void {
	listeners.add(listener);
	return () => listeners.delete(listener);
}

function note(next: OfflineCopy): void {
	known = next;
	for (const listener of listeners) listener();
}

export function registerWorker(): Promise<ServiceWorkerRegistration> {
	return navigator.serviceWorker.register(WORKER_URL, { scope: "/", type: "module" });
}

/** Asks the worker, which fetches what is missing. A worker that is gone is registered again. */
export async function checkOfflineCopy(): Promise<OfflineCopy> {
	if (!("serviceWorker" in navigator)) note({ state: "absent" });
	else await askWorker();
	return known;
}

async function askWorker(): Promise<void> {
	const registered = await navigator.serviceWorker.getRegistration("/");
	const worker = registered?.active;
	if (worker) return ask(worker);
	note({ state: "absent" });
	const registration = await registerWorker().catch(() => undefined);
	// The worker is active only once all its files are in the cache.
	if (registration) void navigator.serviceWorker.ready.then(({ active }) => active && ask(active));
}

function ask(worker: ServiceWorker): Promise<void> {
	const { port1, port2 } = new MessageChannel();
	return new Promise((resolve) => {
		const done = () => {
			clearTimeout(late);
			port1.close();
			resolve();
		};
		const late = setTimeout(done, ANSWER_SECONDS * 1000);
		port1.onmessage = ({ data }: MessageEvent<unknown>) => {
			if (!isCopyAnswer(data)) return;
			note(copyOf(data));
			if (data.state !== "incomplete" || !data.filling) done();
		};
		worker.postMessage({ type: ASK_FOR_COPY }, [port2]);
	});
}

function copyOf(answer: CopyAnswer): OfflineCopy {
	switch (answer.state) {
		case "complete":
			return { state: "ready" };
		case "superseded":
			return known.state === "incomplete" ? { ...known, filling: true } : { state: "unknown" };
		case "incomplete":
			return answer;
	}
}
