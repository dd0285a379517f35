/** Reads the one QR code of an image by the decoder that doors use. Throws when there is none. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";

let prepared: Promise<unknown> | undefined;

async function prepare(): Promise<void> {
	const file = createRequire(import.meta.url).resolve("zxing-wasm/reader/zxing_reader.wasm");
	const bytes = await readFile(file);
	const wasmBinary = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
	await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
}

/** `image`: a PNG or JPEG file. */
export async function readQrCode(image: Uint8Array): Promise<string> {
	prepared ??= prepare();
	await prepared;
	const blob = new Blob([Uint8Array.from(image)]);
	const [result] = await readBarcodes(blob, { formats: ["QRCode"], textMode: "Plain", tryHarder: true });
	if (result === undefined || !result.isValid) throw new Error("no QR code in the image");
	return result.text;
}
