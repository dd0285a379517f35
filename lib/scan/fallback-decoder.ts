import "client-only";
import { BarcodeFormat, BrowserMultiFormatReader } from "@zxing/browser";
import { DecodeHintType } from "@zxing/library";
import type { FrameDecoder } from "./frame-decoder";
import { regionFor } from "./reader-options";
import { drawRegion } from "./region-canvas";

/** Side beyond which a frame only costs time: this decoder needs about 3 px a module anyway. */
const LARGEST_SIDE = 800;
/**
 * How large a frame is looked at, by turns. At any one size this decoder miscounts the modules of one dense code in eight,
 * in every frame of it; of 60 codes each was read at one of these three sizes.
 */
const SHARES = [1, 0.77, 0.85];

/**
 * The JavaScript decoder, for browsers that refuse WebAssembly. It reads about half of the dense codes that the other
 * one reads, so the screen says that it is in use. Loaded only where it is needed.
 */
export function openFallbackDecoder(): FrameDecoder {
	const reader = new BrowserMultiFormatReader(
		new Map<DecodeHintType, unknown>([
			[DecodeHintType.POSSIBLE_FORMATS, [BarcodeFormat.QR_CODE, BarcodeFormat.DATA_MATRIX]],
			[DecodeHintType.TRY_HARDER, true],
		]),
	);
	let turn = 0;
	const decode = (canvas: HTMLCanvasElement): readonly string[] => {
		try {
			return [reader.decodeFromCanvas(canvas).getText()];
		} catch {
			// "Not found", "bad checksum" and "bad format" are thrown alike: no code in this picture.
			return [];
		}
	};
	return {
		kind: "slow",
		look: async (video) => {
			const region = regionFor("fast", { width: video.videoWidth, height: video.videoHeight });
			if (region.width === 0) return { texts: [], moved: false };
			const share = SHARES[turn++ % SHARES.length] ?? 1;
			const scale = share * Math.min(1, LARGEST_SIDE / region.width);
			return { texts: decode(drawRegion(video, { ...region, scale })), moved: true };
		},
		// It needs the page's own time for everything: it never rests, and looks for nothing that it cannot read.
		glance: async () => true,
		seek: async () => false,
		read: async (picture) => {
			const bitmap = await createImageBitmap(picture).catch(() => undefined);
			if (bitmap === undefined) return undefined;
			const { width, height } = bitmap;
			const texts = PICTURE_SIDES.flatMap((side) => {
				const scale = Math.min(1, side / Math.max(width, height));
				return decode(drawRegion(bitmap, { x: 0, y: 0, width, height, scale }));
			});
			bitmap.close();
			return [...new Set(texts)];
		},
		close: () => {},
	};
}

/** A code that fills a photograph is read when it is small, one on a sheet only when it is large. */
const PICTURE_SIDES = [800, 1600, 3200];
