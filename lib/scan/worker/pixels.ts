let canvas: OffscreenCanvas | undefined;

/** The pixels of a bitmap, enlarged or made smaller, by way of one canvas that the next call overwrites. */
export function pixelsOf(bitmap: ImageBitmap, scale = 1): ImageData {
	return cut(bitmap, { x: 0, y: 0, width: bitmap.width, height: bitmap.height, scale });
}

/** The pixels of a part of it. */
export function cut(
	bitmap: ImageBitmap,
	part: { x: number; y: number; width: number; height: number; scale: number },
): ImageData {
	const width = Math.max(1, Math.round(part.width * part.scale));
	const height = Math.max(1, Math.round(part.height * part.scale));
	canvas ??= new OffscreenCanvas(width, height);
	if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
	const context = canvas.getContext("2d", { willReadFrequently: true, alpha: false });
	if (context === null) throw new Error("no 2d context in the worker");
	context.imageSmoothingEnabled = part.scale !== 1;
	context.imageSmoothingQuality = "high";
	context.fillStyle = "#fff";
	context.fillRect(0, 0, width, height);
	context.drawImage(bitmap, part.x, part.y, part.width, part.height, 0, 0, width, height);
	return context.getImageData(0, 0, width, height);
}
