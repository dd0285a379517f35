import type { Effort } from "./reader-options";

type Pixels = Pick<ImageData, "data" | "width" | "height">;

/** What is done to the pixels of an effort's region before they are searched. The image itself may be overwritten. */
export function retouch(image: ImageData, effort: Effort): ImageData {
	switch (effort) {
		case "soft":
			return asImage(soften(image));
		case "bent":
			return asImage(unbend(image));
		case "rolled":
			return asImage(unbend(turned(image)));
		case "fast":
		case "full":
		case "magnified":
		case "near":
			return image;
	}
}

/** In Node there is no ImageData to construct; the decoder asks for no more than its members. */
function asImage({ data, width, height }: Pixels): ImageData {
	return { data, width, height, colorSpace: "srgb" } as ImageData;
}

/** Green alone: most of what an eye takes for brightness, and a third of the work. */
function grey({ data }: Pixels, i: number): number {
	return data[4 * i + 1] ?? 0;
}

function put(data: Uint8ClampedArray, i: number, value: number): void {
	data[4 * i] = value;
	data[4 * i + 1] = value;
	data[4 * i + 2] = value;
	data[4 * i + 3] = 255;
}

/** Blurred by the binomial 1-2-1 in both directions, twice: takes the grain of a dark picture, leaves modules of 2 px. */
function soften(image: Pixels): Pixels {
	const { width, height } = image;
	let from = new Uint16Array(width * height);
	// With four bits below the point, so that four roundings do not add up.
	for (let i = 0; i < from.length; i++) from[i] = grey(image, i) << 4;
	let to = new Uint16Array(from);
	for (const step of [1, width, 1, width]) {
		const end = from.length - step;
		for (let i = step; i < end; i++) {
			to[i] = ((from[i - step] as number) + 2 * (from[i] as number) + (from[i + step] as number)) >> 2;
		}
		[from, to] = [to, from];
	}
	const data = new Uint8ClampedArray(4 * width * height);
	for (let i = 0; i < from.length; i++) put(data, i, (from[i] as number) >> 4);
	return { data, width, height };
}

/** Radians to each side of the axis: beyond, paper is seen nearly from its edge. */
const REACH = 1.3;

/**
 * Flattens a paper that bends around an upright axis in the middle of the picture, half the picture's width in radius:
 * what lies at the angle φ is seen at sin φ, and is put back to φ. A code reads over a wide range of radii around it.
 */
function unbend(image: Pixels): Pixels {
	const radius = image.width / 2;
	const { height } = image;
	const width = Math.round(2 * REACH * radius);
	const data = new Uint8ClampedArray(4 * width * height);
	for (let x = 0; x < width; x++) {
		const seen = radius + radius * Math.sin(x / radius - REACH);
		const left = Math.min(image.width - 2, Math.max(0, Math.floor(seen)));
		const share = Math.min(1, Math.max(0, seen - left));
		for (let y = 0; y < height; y++) {
			const i = y * image.width + left;
			put(data, y * width + x, grey(image, i) * (1 - share) + grey(image, i + 1) * share);
		}
	}
	return { data, width, height };
}

/** A quarter turn. */
function turned(image: Pixels): Pixels {
	const { width, height } = image;
	const data = new Uint8ClampedArray(4 * width * height);
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) put(data, x * height + height - 1 - y, grey(image, y * width + x));
	}
	return { data, width: height, height: width };
}
