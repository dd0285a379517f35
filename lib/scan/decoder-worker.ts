/// <reference lib="webworker" />
/**
 * The decoder's worker: frames in, texts out. It keeps nothing between two frames but the WebAssembly module and one
 * canvas, which the next frame overwrites.
 */
import { decodeImage, prepareDecoder } from "./decode-image";
import type { DecoderAnswer, DecoderRequest } from "./decoder-messages";

const scope = globalThis as unknown as DedicatedWorkerGlobalScope;
const answer = (message: DecoderAnswer) => scope.postMessage(message);

let canvas: OffscreenCanvas | undefined;

function pixelsOf(bitmap: ImageBitmap, scale: number): ImageData {
	const width = bitmap.width * scale;
	const height = bitmap.height * scale;
	canvas ??= new OffscreenCanvas(width, height);
	if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
	const context = canvas.getContext("2d", { willReadFrequently: true, alpha: false });
	if (context === null) throw new Error("no 2d context in the worker");
	context.imageSmoothingEnabled = scale !== 1;
	context.imageSmoothingQuality = "high";
	context.drawImage(bitmap, 0, 0, width, height);
	return context.getImageData(0, 0, width, height);
}

async function handle(request: DecoderRequest): Promise<DecoderAnswer> {
	switch (request.type) {
		case "prepare":
			try {
				await prepareDecoder(request.wasmUrl);
				return { type: "prepared", canvas: typeof OffscreenCanvas === "function" };
			} catch {
				return { type: "unavailable" };
			}
		case "bitmap":
			try {
				const image = pixelsOf(request.bitmap, request.scale);
				return { type: "texts", id: request.id, texts: await decodeImage(image, request.effort) };
			} catch {
				return { type: "failed", id: request.id };
			} finally {
				request.bitmap.close();
			}
		case "pixels":
			try {
				const image = new ImageData(new Uint8ClampedArray(request.pixels), request.width, request.height);
				return { type: "texts", id: request.id, texts: await decodeImage(image, request.effort) };
			} catch {
				return { type: "failed", id: request.id };
			}
	}
}

scope.onmessage = (event: MessageEvent<DecoderRequest>) => {
	void handle(event.data).then(answer);
};
