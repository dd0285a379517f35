import { rename, writeFile } from "node:fs/promises";

/** Frames per second at which Chromium plays a Motion JPEG file as its fake camera. */
const FRAME_RATE = 30;

/**
 * Writes what the fake camera shows: each JPEG image for `seconds`, then again from the first.
 * All images must have the same size. A camera that is opened anew (after a reload) shows the new file; one that is
 * open keeps showing the old one.
 */
export async function writeClip(file: string, images: readonly Buffer[], seconds = 1): Promise<void> {
	const frames = images.flatMap((image) => Array<Buffer>(Math.ceil(seconds * FRAME_RATE)).fill(image));
	await writeFile(`${file}.new`, Buffer.concat(frames));
	await rename(`${file}.new`, file);
}
