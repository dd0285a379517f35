import "client-only";
import { DECODER_WASM_PATH, DECODER_WORKER_PATH } from "./decode-image";
import type { DecoderAnswer, DecoderRequest } from "./decoder-messages";
import type { FrameDecoder } from "./frame-decoder";
import { type Effort, type Region, regionFor } from "./reader-options";
import { readPixels } from "./region-canvas";

/** Opens the WebAssembly decoder in a worker; only where that is refused, loads the JavaScript one. */
export async function openDecoder(): Promise<FrameDecoder> {
	return (await openWorkerDecoder()) ?? (await import("./fallback-decoder")).openFallbackDecoder();
}

async function openWorkerDecoder(): Promise<FrameDecoder | undefined> {
	if (typeof Worker !== "function" || typeof WebAssembly !== "object") return undefined;
	const worker = new Worker(DECODER_WORKER_PATH);
	const prepared = await prepare(worker);
	if (prepared === undefined) {
		worker.terminate();
		return undefined;
	}
	let next = 0;
	return {
		kind: "fast",
		decode: async (video, effort) => {
			const region = regionFor(effort, { width: video.videoWidth, height: video.videoHeight });
			if (region.width === 0) return [];
			const id = next++;
			const request = await grab(video, { region, id, effort, workerCanvas: prepared.canvas });
			return request === undefined ? [] : ask(worker, request);
		},
		close: () => worker.terminate(),
	};
}

function prepare(worker: Worker): Promise<{ canvas: boolean } | undefined> {
	return new Promise((resolve) => {
		worker.onerror = () => resolve(undefined);
		worker.onmessage = ({ data }: MessageEvent<DecoderAnswer>) => {
			resolve(data.type === "prepared" ? { canvas: data.canvas } : undefined);
		};
		post(worker, { type: "prepare", wasmUrl: new URL(DECODER_WASM_PATH, globalThis.location.origin).href });
	});
}

type ImageRequest = Extract<DecoderRequest, { id: number }>;

/** A worker that gets no processor time answers late or never: the camera must not wait for it. */
const ANSWER_TIMEOUT_MS = 5000;

function ask(worker: Worker, request: ImageRequest): Promise<readonly string[]> {
	return new Promise((resolve) => {
		const timer = setTimeout(() => resolve([]), ANSWER_TIMEOUT_MS);
		const done = (texts: readonly string[]) => {
			clearTimeout(timer);
			resolve(texts);
		};
		worker.onerror = () => done([]);
		worker.onmessage = ({ data }: MessageEvent<DecoderAnswer>) => {
			if (data.type === "texts" && data.id === request.id) done(data.texts);
			if (data.type === "failed" && data.id === request.id) done([]);
		};
		post(worker, request);
	});
}

function post(worker: Worker, request: DecoderRequest): void {
	const transfer = request.type === "bitmap" ? [request.bitmap] : request.type === "pixels" ? [request.pixels] : [];
	worker.postMessage(request, transfer);
}

/** Undefined when the frame cannot be had: the track ended meanwhile, or the video shows nothing yet. */
async function grab(
	video: HTMLVideoElement,
	{ region, id, effort, workerCanvas }: { region: Region; id: number; effort: Effort; workerCanvas: boolean },
): Promise<ImageRequest | undefined> {
	const { x, y, width, height, scale } = region;
	try {
		if (workerCanvas) {
			const bitmap = await createImageBitmap(video, x, y, width, height);
			return { type: "bitmap", id, effort, scale, bitmap };
		}
		const image = readPixels(video, region);
		return { type: "pixels", id, effort, width: image.width, height: image.height, pixels: image.data.buffer };
	} catch {
		return undefined;
	}
}
