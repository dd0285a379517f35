import "client-only";
import { prepareZXingModule, readBarcodes, ZXING_WASM_VERSION } from "zxing-wasm/reader";
import { type Effort, readerOptions } from "./reader-options";

/** Where server/build/copy-wasm.ts puts the decoder; the version in the name keeps caches from mixing two of them. */
export const DECODER_WASM_PATH = `/zxing/reader-${ZXING_WASM_VERSION}.wasm`;
/** Bundled by the same script out of ./decoder-worker.ts: one file that works from any cache. */
export const DECODER_WORKER_PATH = "/zxing/decoder-worker.js";

/** Points zxing-wasm at our own copy (its default is a CDN) and instantiates it. Throws where WebAssembly is refused. */
export async function prepareDecoder(wasmUrl: string): Promise<void> {
	await prepareZXingModule({ overrides: { locateFile: () => wasmUrl }, fireImmediately: true });
}

/**
 * The texts of the QR codes and Data Matrix symbols in an image (pixels, or the bytes of a PNG or JPEG file), exactly
 * as encoded: base45 has meaningful spaces and 2D-DOC meaningful control characters, so nothing is ever trimmed.
 * Empty when there is none. Says nothing about what the texts mean.
 */
export async function decodeImage(image: ImageData | Uint8Array, effort: Effort): Promise<readonly string[]> {
	const results = await readBarcodes(image, readerOptions(effort));
	return results.filter((result) => result.isValid && result.text !== "").map((result) => result.text);
}
