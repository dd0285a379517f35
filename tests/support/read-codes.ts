/** Reads codes off a picture, as any phone would: proof that what is shown can be scanned. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import { ROOT } from "../../scripts/bootstrap/project.mjs";

let prepared: Promise<void> | undefined;

async function prepare(): Promise<void> {
	const wasm = await readFile(path.join(ROOT, "node_modules/zxing-wasm/dist/reader/zxing_reader.wasm"));
	const wasmBinary = wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) as ArrayBuffer;
	prepareZXingModule({ overrides: { wasmBinary } });
}

/** Texts of all QR codes on a PNG or JPEG, in no order. */
export async function readCodes(picture: Uint8Array): Promise<readonly string[]> {
	prepared ??= prepare();
	await prepared;
	const found = await readBarcodes(picture, {
		formats: ["QRCode"],
		textMode: "Plain",
		tryHarder: true,
		maxNumberOfSymbols: 8,
	});
	return found.filter(({ isValid }) => isValid).map(({ text }) => text);
}

/** A QR code on a picture of known density, and how large its modules came out. */
export type MeasuredCode = { readonly text: string; readonly millimetres: number };

export async function measureCodes(picture: Uint8Array, dpi: number): Promise<readonly MeasuredCode[]> {
	prepared ??= prepare();
	await prepared;
	const found = await readBarcodes(picture, { formats: ["QRCode"], textMode: "Plain", tryHarder: true });
	return found
		.filter(({ isValid }) => isValid)
		.map(({ text, position: { topLeft, topRight }, version }) => {
			const modules = 17 + 4 * Number(version);
			const side = Math.hypot(topRight.x - topLeft.x, topRight.y - topLeft.y);
			return { text, millimetres: ((side / dpi) * 25.4) / modules };
		});
}
