import "client-only";
import { BarcodeFormat, BrowserMultiFormatReader } from "@zxing/browser";
import { DecodeHintType } from "@zxing/library";
import type { FrameDecoder } from "./frame-decoder";
import { regionFor } from "./reader-options";
import { drawRegion } from "./region-canvas";

/** Side beyond which a frame only costs time: this decoder needs about 3 px a module anyway. */
const LARGEST_SIDE = 800;

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
	return {
		kind: "slow",
		decode: async (video) => {
			const region = regionFor("fast", { width: video.videoWidth, height: video.videoHeight });
			if (region.width === 0) return [];
			const scale = Math.min(1, LARGEST_SIDE / region.width);
			try {
				return [reader.decodeFromCanvas(drawRegion(video, { ...region, scale })).getText()];
			} catch {
				// "Not found", "bad checksum" and "bad format" are thrown alike: no code in this frame.
				return [];
			}
		},
		close: () => {},
	};
}
