import "client-only";
import type { Region } from "./reader-options";

let scratch: HTMLCanvasElement | undefined;

/** Draws a region of a video or picture on one canvas of this page, which the next call overwrites. Throws without a 2d context. */
export function drawRegion(
	source: HTMLVideoElement | ImageBitmap,
	{ x, y, width, height, scale }: Region,
): HTMLCanvasElement {
	scratch ??= document.createElement("canvas");
	Object.assign(scratch, { width: width * scale, height: height * scale });
	contextOf(scratch).drawImage(source, x, y, width, height, 0, 0, width * scale, height * scale);
	return scratch;
}

export function readPixels(video: HTMLVideoElement, region: Region): ImageData {
	const canvas = drawRegion(video, region);
	return contextOf(canvas).getImageData(0, 0, canvas.width, canvas.height);
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
	const context = canvas.getContext("2d", { willReadFrequently: true, alpha: false });
	if (context === null) throw new Error("no 2d context");
	return context;
}
