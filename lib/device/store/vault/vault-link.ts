import "client-only";
import type { Numbered, VaultAnswer, VaultRequest } from "./vault-messages";

/** Bundled by server/build/copy-wasm.ts out of vault-worker.ts: one file that works from any cache. */
const VAULT_WORKER_PATH = "/zxing/vault-worker.js";

let worker: Worker | undefined;
let next = 0;
const waiting = new Map<number, { resolve: (answer: VaultAnswer) => void; reject: (error: unknown) => void }>();

/**
 * Asks the page's worker, which the first question starts. Rejects as the browser does: a full disk is a
 * `QuotaExceededError`. `unsupported` where there are no workers.
 */
export function askVault(request: VaultRequest): Promise<VaultAnswer> {
	if (typeof Worker !== "function") return Promise.resolve({ type: "unsupported" });
	return new Promise((resolve, reject) => {
		const id = next++;
		waiting.set(id, { resolve, reject });
		running().postMessage({ ...request, id } satisfies Numbered<VaultRequest>);
	});
}

function running(): Worker {
	if (worker !== undefined) return worker;
	const started = new Worker(VAULT_WORKER_PATH);
	started.onmessage = ({ data }: MessageEvent<Numbered<VaultAnswer>>) => {
		const asked = waiting.get(data.id);
		waiting.delete(data.id);
		if (data.type === "failed") asked?.reject(new DOMException(data.message, data.name));
		else asked?.resolve(data);
	};
	// It did not load, or ended: nobody is left waiting, and the next question starts another.
	started.onerror = () => {
		worker = undefined;
		for (const { reject } of waiting.values()) reject(new DOMException("the worker ended", "AbortError"));
		waiting.clear();
	};
	worker = started;
	return started;
}
