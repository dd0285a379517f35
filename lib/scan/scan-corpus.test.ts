import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { decodeImage, prepareDecoder } from "./decode-image";

const folder = resolve(process.env["RELAIS_CORPUS"] ?? "../shared/data", "scan");
const wasm = resolve("node_modules/zxing-wasm/dist/reader/zxing_reader.wasm");
const manifest = z.array(
	z.object({ file: z.string(), set: z.string(), format: z.string(), expected: z.string().nullable() }),
);

type Magnifier = (file: Uint8Array) => Promise<ImageData>;

/** The worker enlarges on a canvas; here an image library does, where one is installed. */
async function loadMagnifier(): Promise<Magnifier | undefined> {
	const name = "sharp";
	const library = await import(name).catch(() => undefined);
	if (library === undefined) return undefined;
	return async (file) => {
		const { width } = await library.default(file).metadata();
		const { data, info } = await library
			.default(file)
			.flatten({ background: "#fff" })
			.toColourspace("srgb")
			.resize(2 * width)
			.ensureAlpha()
			.raw()
			.toBuffer({ resolveWithObject: true });
		return {
			data: new Uint8ClampedArray(data),
			width: info.width,
			height: info.height,
			colorSpace: "srgb",
		} as ImageData;
	};
}

describe("scan corpus", () => {
	const path = join(folder, "manifest.json");
	if (!existsSync(path)) {
		it.skip("skipped, no corpus", () => {});
		return;
	}
	const images = manifest.parse(JSON.parse(readFileSync(path, "utf8")));

	it("reads photographs and degraded prints, and invents nothing", { timeout: 300_000 }, async () => {
		await prepareDecoder(`data:application/wasm;base64,${readFileSync(wasm).toString("base64")}`);
		const magnify = await loadMagnifier();
		const read = { fast: 0, full: 0, magnified: 0 };
		const missed: string[] = [];
		const invented: string[] = [];
		for (const image of images) {
			const file = readFileSync(join(folder, image.file));
			const looks = {
				fast: () => decodeImage(file, "fast"),
				full: () => decodeImage(file, "full"),
				magnified: async () => (magnify === undefined ? [] : decodeImage(await magnify(file), "magnified")),
			};
			let found = false;
			for (const effort of ["fast", "full", "magnified"] as const) {
				const texts = await looks[effort]();
				if (texts.some((text) => text !== image.expected)) invented.push(`${image.file} (${effort})`);
				if (image.expected === null || !texts.includes(image.expected)) continue;
				read[effort]++;
				found = true;
				break;
			}
			if (!found && image.expected !== null) missed.push(image.file);
		}
		const codes = images.filter((image) => image.expected !== null).length;
		const sum = read.fast + read.full + read.magnified;
		process.stdout.write(
			`scan corpus: ${sum} of ${codes} codes read (${read.fast} fast, ${read.full} more by the full search, ` +
				`${magnify === undefined ? "no magnifier here" : `${read.magnified} more magnified`}), ` +
				`${invented.length} invented\n  missed: ${missed.join(", ")}\n`,
		);
		expect(invented).toEqual([]);
		// What the decoder read when this was written; a lower score is a regression.
		expect(sum).toBeGreaterThanOrEqual(magnify === undefined ? 145 : 155);
	});
});
