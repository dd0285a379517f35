import { X509Certificate } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import { freePort } from "../port";
import { drawQrCode, handOut } from "./lan";
import { lanCertificate } from "./lan-certificate";

const ADDRESS = "https://192.168.178.101:3000";
/** Pixels of half a character. */
const SCALE = 4;
/** Upper and lower half of what is drawn: is it light? */
const HALVES: Readonly<Record<string, readonly [upper: boolean, lower: boolean]>> = {
	"█": [true, true],
	"▀": [true, false],
	"▄": [false, true],
	" ": [false, false],
};

/** What a terminal with light letters on a dark ground shows. */
function paint(lines: readonly string[]): ImageData {
	const width = (lines[0]?.length ?? 0) * SCALE;
	const height = lines.length * 2 * SCALE;
	const data = new Uint8ClampedArray(width * height * 4);
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			const character = lines[Math.floor(y / SCALE / 2)]?.[Math.floor(x / SCALE)] ?? " ";
			const light = HALVES[character]?.[Math.floor(y / SCALE) % 2];
			data.fill(light ? 255 : 0, (y * width + x) * 4, (y * width + x) * 4 + 3);
			data[(y * width + x) * 4 + 3] = 255;
		}
	}
	return { data, width, height, colorSpace: "srgb" };
}

async function read(lines: readonly string[]) {
	const file = createRequire(import.meta.url).resolve("zxing-wasm/reader/zxing_reader.wasm");
	const wasmBinary = new Uint8Array(await readFile(file)).buffer;
	await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
	const found = await readBarcodes(paint(lines), { formats: ["QRCode"], tryInvert: false });
	return found.map(({ text }) => text);
}

describe("the address as a QR code in the terminal", () => {
	it("is read from the characters alone", async () => {
		expect(await read(drawQrCode(ADDRESS, { colours: false }).split("\n"))).toEqual([ADDRESS]);
	});

	it("brings its own light and dark where the terminal shows colours, line by line", async () => {
		const lines = drawQrCode(ADDRESS, { colours: true }).split("\n");
		expect(lines.filter((line) => !(line.startsWith("\u001b[97;40m") && line.endsWith("\u001b[0m")))).toEqual([]);
		expect(await read(lines.map((line) => stripVTControlCharacters(line)))).toEqual([ADDRESS]);
	});
});

describe("the certificate for phones", () => {
	it("is handed out at the short address too, and nothing else is", async () => {
		const dataFolder = await mkdtemp(path.join(tmpdir(), "relais-lan-"));
		const { authority } = await lanCertificate({ dataFolder, addresses: [] });
		const port = await freePort();
		const stop = await handOut(authority, port);
		try {
			const answer = await fetch(`http://127.0.0.1:${port}/`);
			expect(answer.headers.get("content-type")).toBe("application/x-x509-ca-cert");
			const given = new X509Certificate(Buffer.from(await answer.arrayBuffer()));
			expect(given.fingerprint256).toBe(new X509Certificate(authority).fingerprint256);
			for (const other of ["server.key", "authority.key", "../keys"]) {
				expect((await fetch(`http://127.0.0.1:${port}/${other}`)).status).toBe(404);
			}
		} finally {
			await stop();
			await rm(dataFolder, { recursive: true });
		}
	});
});
