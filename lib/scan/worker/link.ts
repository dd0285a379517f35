import "client-only";
import { DECODER_WASM_PATH, SCAN_WORKER_PATH } from "../decode-image";
import type { Numbered, ScanAnswer, ScanRequest } from "./messages";

/** A worker that gets no processor time answers late or never: nobody waits for it longer than this, in milliseconds. */
const ANSWER_MS = 5000;

type Answer<Type extends ScanAnswer["type"]> = Extract<ScanAnswer, { readonly type: Type }>;

/**
 * The page's end of one worker. The worker is started by the first question, and again by the next one after it was
 * closed or broke; a question that it does not answer in time, or not as asked, is answered by undefined. Never rejects.
 */
export class WorkerLink {
	#worker: Worker | undefined;
	#next = 0;
	#wantsDecoder = false;
	/** Questions in a row that were not answered in time. */
	#late = 0;
	readonly #waiting = new Map<number, (answer: ScanAnswer | undefined) => void>();

	async ask<Type extends ScanAnswer["type"]>(
		request: ScanRequest,
		expected: Type,
		{ ms = ANSWER_MS }: { ms?: number } = {},
	): Promise<Answer<Type> | undefined> {
		const answer = await this.#send(request, ms);
		return answer?.type === expected ? (answer as Answer<Type>) : undefined;
	}

	/** Instantiates the decoder; undefined where WebAssembly is refused. */
	async prepare(): Promise<Answer<"prepared"> | undefined> {
		if (typeof WebAssembly !== "object") return undefined;
		const prepared = await this.ask(prepareRequest(), "prepared", { ms: PREPARE_MS });
		this.#wantsDecoder = prepared !== undefined;
		return prepared;
	}

	close(): void {
		this.#worker?.terminate();
		this.#worker = undefined;
		for (const settle of this.#waiting.values()) settle(undefined);
		this.#waiting.clear();
	}

	#send(request: ScanRequest, ms: number): Promise<ScanAnswer | undefined> {
		const worker = this.#running();
		if (worker === undefined) return Promise.resolve(undefined);
		return new Promise((resolve) => {
			const id = this.#next++;
			const settle = (answer: ScanAnswer | undefined) => {
				clearTimeout(timer);
				this.#waiting.delete(id);
				resolve(answer);
			};
			const timer = setTimeout(() => {
				settle(undefined);
				// One that hangs is given up; the next question starts another.
				if (++this.#late >= GIVE_UP) this.close();
			}, ms);
			this.#waiting.set(id, settle);
			worker.postMessage({ ...request, id }, transferOf(request));
		});
	}

	#running(): Worker | undefined {
		if (this.#worker !== undefined || typeof Worker !== "function") return this.#worker;
		const worker = new Worker(SCAN_WORKER_PATH);
		worker.onmessage = ({ data }: MessageEvent<Numbered<ScanAnswer>>) => {
			this.#late = 0;
			this.#waiting.get(data.id)?.(data);
		};
		worker.onerror = () => this.close();
		this.#worker = worker;
		this.#late = 0;
		if (this.#wantsDecoder) worker.postMessage({ ...prepareRequest(), id: this.#next++ });
		return worker;
	}
}

const GIVE_UP = 3;

function prepareRequest(): ScanRequest {
	return { type: "prepare", wasmUrl: new URL(DECODER_WASM_PATH, globalThis.location.origin).href };
}

/** The decoder's file may have to come over a slow network, once. */
const PREPARE_MS = 20_000;

function transferOf(request: ScanRequest): Transferable[] {
	if ("bitmap" in request) return [request.bitmap];
	return request.type === "lookAtPixels" ? [request.pixels] : [];
}
