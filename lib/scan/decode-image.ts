import "client-only";
import { prepareZXingModule, readBarcodes, ZXING_WASM_VERSION, type ZXingVector } from "zxing-wasm/reader";
import { type Effort, FIND_OPTIONS, readerOptions } from "./reader-options";
import { retouch } from "./retouch";

/** Where server/build/copy-wasm.ts puts the decoder; the version in the name keeps caches from mixing two of them. */
export const DECODER_WASM_PATH = `/zxing/reader-${ZXING_WASM_VERSION}.wasm`;
/** Bundled by the same script out of ./worker/scan-worker.ts: one file that works from any cache. */
export const SCAN_WORKER_PATH = "/zxing/scan-worker.js";

/** Points zxing-wasm at our own copy (its default is a CDN) and instantiates it. Throws where WebAssembly is refused. */
export async function prepareDecoder(wasmUrl: string): Promise<void> {
	const decoder = await prepareZXingModule({ overrides: { locateFile: () => wasmUrl }, fireImmediately: true });
	const read = decoder.readBarcodesFromPixmap;
	decoder.readBarcodesFromPixmap = (...image) => forgetting(read(...image));
}

/**
 * The bindings keep the object that they handed out last (Emscripten's embind, in the arguments of its last call) until
 * there is another code to hand out: they are left with an empty one.
 */
function forgetting<Result extends object>(found: ZXingVector<Result>): ZXingVector<Result> {
	return {
		size: () => found.size(),
		get: (index) => {
			const kept = found.get(index);
			if (kept === undefined) return undefined;
			const result = { ...kept };
			for (const member of Object.keys(kept)) Reflect.deleteProperty(kept, member);
			return result;
		},
	};
}

/**
 * The texts of the QR codes and Data Matrix symbols in an image, exactly as encoded: base45 has meaningful spaces and 2D-DOC meaningful control characters, so nothing is ever trimmed.
 * Empty when there is none. Says nothing about what the texts mean.
 */
export async function decodeImage(image: ImageData, effort: Effort): Promise<readonly string[]> {
	const results = await readBarcodes(retouch(image, effort), readerOptions(effort));
	return results.filter((result) => result.isValid && result.text !== "").map((result) => result.text);
}

/** Whether there is a code in the image, read or not: damaged, glaring and too curved ones are found all the same. */
export async function findCode(image: ImageData): Promise<boolean> {
	return (await readBarcodes(image, FIND_OPTIONS)).length > 0;
}
