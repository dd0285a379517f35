import "client-only";
import type { ReaderOptions } from "zxing-wasm/reader";
import { assertNever } from "@/lib/shared/assert-never";

/**
 * How hard one frame is searched. Often: `fast` the middle square with the cheapest search; `full` the whole frame with
 * every option; `magnified` the centre at twice its size, for codes that are small, noisy or glaring. Seldom: `near` less
 * of it at three times its size; `soft` the middle square blurred a little, for grain; `bent` and `rolled` the centre with
 * the curve of a paper taken out that bends around an upright or a level axis.
 */
export type Effort = "fast" | "full" | "magnified" | "near" | "soft" | "bent" | "rolled";

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

/** What is inverted as well as small, grainy or bent is not worth a second search of every such frame. */
const SELDOM_OPTIONS: ReaderOptions = { ...FULL, tryInvert: false };

const OPTIONS: Record<Effort, ReaderOptions> = {
	fast: FAST,
	full: FULL,
	magnified: { ...FULL, tryDenoise: true },
	near: SELDOM_OPTIONS,
	soft: SELDOM_OPTIONS,
	bent: SELDOM_OPTIONS,
	rolled: SELDOM_OPTIONS,
};

/**
 * To find codes that cannot be read: finder patterns, whatever lies between them. Never used to read: a damaged code
 * would take the place of a good one.
 */
export const FIND_OPTIONS: ReaderOptions = {
	...COMMON,
	maxNumberOfSymbols: 1,
	returnErrors: true,
	tryHarder: true,
	tryRotate: false,
	tryInvert: false,
	tryDownscale: false,
	tryDenoise: false,
};

export function readerOptions(effort: Effort): ReaderOptions {
	return OPTIONS[effort];
}

/**
 * Three fast frames, then a thorough one: fast ones read most codes at a quarter of the cost, but never an inverted or
 * badly lit one. Every sixteenth is for what the others never read. Of the 163 codes of the scan corpus `fast` and `full`
 * together read 145, with `magnified` 155, with the seldom ones 160.
 */
const THOROUGH: readonly Effort[] = ["full", "magnified", "full"];
const SELDOM: readonly Effort[] = ["bent", "near", "soft", "rolled"];

export function effortFor(frame: number): Effort {
	if (frame % 4 < 3) return "fast";
	const turn = Math.floor(frame / 4);
	return THOROUGH[turn % 4] ?? SELDOM[Math.floor(turn / 4) % SELDOM.length] ?? "full";
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
const NEAR_SIDE = 360;
/** Of the frame's shorter side: a paper around a wrist or a bottle, held where people hold it. */
const BENT_SHARE = 0.56;

export function regionFor(effort: Effort, { width, height }: { width: number; height: number }): Region {
	const shorter = Math.min(width, height);
	switch (effort) {
		case "fast":
		case "soft":
			return centre({ width, height }, shorter, 1);
		case "full":
			return { x: 0, y: 0, width, height, scale: 1 };
		case "magnified":
			return centre({ width, height }, Math.min(shorter, MAGNIFIED_SIDE), 2);
		case "near":
			return centre({ width, height }, Math.min(shorter, NEAR_SIDE), 3);
		case "bent":
		case "rolled":
			return centre({ width, height }, Math.round(shorter * BENT_SHARE), 1);
		default:
			return assertNever(effort);
	}
}

function centre(frame: { width: number; height: number }, side: number, scale: number): Region {
	const x = Math.floor((frame.width - side) / 2);
	const y = Math.floor((frame.height - side) / 2);
	return { x, y, width: side, height: side, scale };
}
