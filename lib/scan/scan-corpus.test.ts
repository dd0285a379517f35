import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { decodeImage, prepareDecoder } from "./decode-image";
import { type Effort, regionFor } from "./reader-options";

const folder = resolve(process.env["RELAIS_CORPUS"] ?? "../shared/data", "scan");
const wasm = resolve("node_modules/zxing-wasm/dist/reader/zxing_reader.wasm");
const manifest = z.array(
	z.object({ file: z.string(), set: z.string(), format: z.string(), expected: z.string().nullable() }),
);

type Cutter = (file: Uint8Array, effort: Effort) => Promise<ImageData>;

/**
 * The worker cuts and enlarges on a canvas; here an image library does, where one is installed. Images are smaller than
 * frames: they are looked at whole, but for the efforts that look at the centre by their nature.
 */
async function loadCutter(): Promise<Cutter | undefined> {
	const name = "sharp";
	const library = await import(name).catch(() => undefined);
	if (library === undefined) return undefined;
	return async (file, effort) => {
		const frame = await library.default(file).metadata();
		const whole = effort === "fast" || effort === "magnified";
		const region = regionFor(effort, frame);
		const { x, y, width, height } = whole ? { x: 0, y: 0, ...frame } : region;
		const { data, info } = await library
			.default(file)
			.flatten({ background: "#fff" })
			.toColourspace("srgb")
			.extract({ left: x, top: y, width, height })
			.resize(Math.round(region.scale * width))
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

const EFFORTS = ["fast", "full", "magnified", "near", "soft", "bent", "rolled"] as const satisfies readonly Effort[];

describe("scan corpus", () => {
	const path = join(folder, "manifest.json");
	if (!existsSync(path)) {
		it.skip("skipped, no corpus", () => {});
		return;
	}
	const images = manifest.parse(JSON.parse(readFileSync(path, "utf8")));

	it("reads photographs and degraded prints, and invents nothing", { timeout: 300_000 }, async (context) => {
		await prepareDecoder(`data:application/wasm;base64,${readFileSync(wasm).toString("base64")}`);
		const cut = await loadCutter();
		if (cut === undefined) return context.skip("no image library here");
		const read = Object.fromEntries(EFFORTS.map((effort) => [effort, 0])) as Record<Effort, number>;
		const missed: string[] = [];
		const invented: string[] = [];
		for (const image of images) {
			const file = readFileSync(join(folder, image.file));
			let found = false;
			for (const effort of EFFORTS) {
				const texts = await decodeImage(await cut(file, effort), effort);
				if (texts.some((text) => text !== image.expected)) invented.push(`${image.file} (${effort})`);
				if (image.expected === null || !texts.includes(image.expected)) continue;
				read[effort]++;
				found = true;
				break;
			}
			if (!found && image.expected !== null) missed.push(image.file);
		}
		const codes = images.filter((image) => image.expected !== null).length;
		const three = read.fast + read.full + read.magnified;
		const each = EFFORTS.map((effort) => `${effort} ${read[effort]}`).join(", ");
		const all = codes - missed.length;
		process.stdout.write(
			`scan corpus: ${all} of ${codes} codes read (${each}), ${invented.length} invented\n  missed: ${missed.join(", ")}\n`,
		);
		expect(invented).toEqual([]);
		// What the decoder read when this was written; a lower score is a regression.
		expect(three).toBeGreaterThanOrEqual(155);
		expect(all).toBeGreaterThanOrEqual(160);
	});
});
