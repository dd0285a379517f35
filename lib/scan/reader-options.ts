import "client-only";
import type { ReaderOptions } from "zxing-wasm/reader";

/**
 * How hard one frame is searched: `fast` the middle square with the cheapest search, `full` the whole frame with every
 * option, `magnified` the centre at twice its size, for codes that are small, noisy or glaring.
 */
export type Effort = "fast" | "full" | "magnified";

/**
 * `Plain` keeps GS and US as the characters they are: the default writes them as the words `<GS>` and `<US>`, which
 * breaks every 2D-DOC signature.
 */
const COMMON = { formats: ["QRCode", "DataMatrix"], textMode: "Plain" } satisfies ReaderOptions;

const FAST: ReaderOptions = {
	...COMMON,
	maxNumberOfSymbols: 1,
	tryHarder: false,
	tryRotate: false,
	tryInvert: false,
	tryDownscale: false,
	tryDenoise: false,
};

/**
 * A full look may find more than one symbol, so that a code that was judged already (a poster, the neighbour's screen)
 * cannot hide the one beside it.
 */
const FULL: ReaderOptions = {
	...COMMON,
	maxNumberOfSymbols: 3,
	tryHarder: true,
	tryRotate: true,
	tryInvert: true,
	tryDownscale: true,
	tryDenoise: false,
};

const OPTIONS: Record<Effort, ReaderOptions> = { fast: FAST, full: FULL, magnified: { ...FULL, tryDenoise: true } };

export function readerOptions(effort: Effort): ReaderOptions {
	return OPTIONS[effort];
}

/**
 * Three fast frames, then a thorough one: fast ones read most codes at a quarter of the cost, but never an inverted or
 * badly lit one. Of the 167 images of the scan corpus, fast and full together read 149, with the magnifier 159.
 */
const CYCLE: readonly Effort[] = ["fast", "fast", "fast", "full", "fast", "fast", "fast", "magnified"];

export function effortFor(frame: number): Effort {
	return CYCLE[frame % CYCLE.length] ?? "full";
}

/** The part of a frame that an effort looks at, in frame pixels, and how much it is enlarged. */
export type Region = {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
	readonly scale: number;
};

/** Side of the square that is magnified: twice 512 costs about as much as a whole 1280 × 720 frame. */
const MAGNIFIED_SIDE = 512;

export function regionFor(effort: Effort, frame: { width: number; height: number }): Region {
	const { width, height } = frame;
	if (effort === "full") return { x: 0, y: 0, width, height, scale: 1 };
	const side = effort === "fast" ? Math.min(width, height) : Math.min(width, height, MAGNIFIED_SIDE);
	const x = Math.floor((width - side) / 2);
	const y = Math.floor((height - side) / 2);
	return { x, y, width: side, height: side, scale: effort === "magnified" ? 2 : 1 };
}
