import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { encode } from "uqr";
import { beforeAll, expect, it } from "vitest";
import { decodeImage, prepareDecoder } from "./decode-image";

const wasm = resolve("node_modules/zxing-wasm/dist/reader/zxing_reader.wasm");
const TEXT = "HC1:NCFOXN%TSMAHN-H*TK./CGXS32SEKH:D4I 9".repeat(6);
const MODULE = 5;

beforeAll(() => prepareDecoder(`data:application/wasm;base64,${readFileSync(wasm).toString("base64")}`));

const { data: rows } = encode(TEXT, { ecc: "L", border: 6 });
const SIDE = rows.length * MODULE;

/** A picture of the code in which every point is looked up at another place of the flat paper. */
function picture(paper: (x: number, y: number) => readonly [number, number]): ImageData {
	const data = new Uint8ClampedArray(4 * SIDE * SIDE).fill(255);
	for (let y = 0; y < SIDE; y++) {
		for (let x = 0; x < SIDE; x++) {
			const [u, v] = paper(x, y);
			const dark = rows[Math.floor(v / MODULE)]?.[Math.floor(u / MODULE)] ?? false;
			data.fill(dark ? 30 : 235, 4 * (y * SIDE + x), 4 * (y * SIDE + x) + 3);
		}
	}
	return { data, width: SIDE, height: SIDE, colorSpace: "srgb" } as ImageData;
}

/** Paper around a tube as wide as the picture: what is seen at sin φ lies at φ. */
const RADIUS = SIDE / 2;
const around = (seen: number) => RADIUS + RADIUS * 0.8 * Math.asin(Math.max(-1, Math.min(1, (seen - RADIUS) / RADIUS)));

it("a paper that bends around an upright axis is read flattened, and not otherwise", async () => {
	const bent = () => picture((x, y) => [around(x), y]);
	expect(await decodeImage(bent(), "full")).toEqual([]);
	expect(await decodeImage(bent(), "rolled")).toEqual([]);
	expect(await decodeImage(bent(), "bent")).toEqual([TEXT]);
});

it("a paper that bends around a level axis is too", async () => {
	const rolled = () => picture((x, y) => [x, around(y)]);
	expect(await decodeImage(rolled(), "full")).toEqual([]);
	expect(await decodeImage(rolled(), "rolled")).toEqual([TEXT]);
});

it("a flat one is read by every effort", async () => {
	for (const effort of ["fast", "full", "magnified", "near", "soft"] as const) {
		expect(
			await decodeImage(
				picture((x, y) => [x, y]),
				effort,
			),
			effort,
		).toEqual([TEXT]);
	}
});
