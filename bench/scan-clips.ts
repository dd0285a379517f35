/** What the scanner's bench holds before its drawn camera: genuine passes as dense codes, at the edge of what a lens resolves. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { encode } from "uqr";
import { prepareZXingModule, writeBarcode } from "zxing-wasm/writer";
import type { BenchWorld } from "./world";

export type Clip = {
	readonly name: string;
	readonly text: string;
	/** Rows of modules, the quiet zone with them; true is dark. */
	readonly rows: readonly (readonly boolean[])[];
	/** Pixels of a 1280 × 720 frame to one module. */
	readonly pixels: number;
};

const QR_VERSIONS = [16, 18, 20, 22, 25];
const PIXELS = [3, 2];

export async function makeClips({ texts }: BenchWorld): Promise<readonly Clip[]> {
	const [hc1 = ""] = texts.hc1;
	const [twoddoc = ""] = texts["2ddoc"];
	const codes = QR_VERSIONS.map((version) => {
		const { data } = encode(hc1, { ecc: "L", minVersion: version, maxVersion: version, border: 4 });
		return { name: `QR version ${version}`, text: hc1, rows: data };
	});
	codes.push({ name: "2D-DOC", text: twoddoc, rows: await drawDataMatrix(twoddoc) });
	return codes.flatMap((code) => PIXELS.map((pixels) => ({ ...code, name: `${code.name}, ${pixels} px`, pixels })));
}

async function drawDataMatrix(text: string): Promise<boolean[][]> {
	const wasm = readFileSync(createRequire(import.meta.url).resolve("zxing-wasm/writer/zxing_writer.wasm"));
	await prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer }, fireImmediately: true });
	const { symbol, error } = await writeBarcode(text, { format: "DataMatrix" });
	if (error !== "") throw new Error(error);
	const { data, width, height } = symbol;
	const quiet = 2;
	return Array.from({ length: height + 2 * quiet }, (_, row) =>
		Array.from({ length: width + 2 * quiet }, (_, column) => {
			const [x, y] = [column - quiet, row - quiet];
			return x >= 0 && y >= 0 && x < width && y < height && data[y * width + x] === 0;
		}),
	);
}
