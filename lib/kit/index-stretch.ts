/**
 * A block in stretches of sixteen indices (spec OL-1): what is spent of each, and which one a start counts through next.
 * Pure arithmetic over what is remembered; the stores are ./index-store.ts.
 */
import type { OwnDelegation } from "./own-delegation";

/** Indices in a stretch; the last one of a block may be shorter. */
export const STRETCH = 16;

type Block = Pick<OwnDelegation, "first" | "count">;

/** What is known to be spent of a block. */
export type Spent = {
	/** Every index below it: an earlier version counted through the block. */
	readonly below?: number | undefined;
	/** Of each stretch how many, counted from its first: one symbol of base 36 each. What is missing at the end is 0. */
	readonly spent: string;
};

/** What a device remembers of a block. `open`: the stretch that the start counts through. */
export type BlockMemory = Spent & { readonly open?: { readonly start: string; readonly stretch: number } | undefined };

const stretchesOf = ({ count }: Block): number => Math.ceil(count / STRETCH);

function lengthOf({ count }: Block, stretch: number): number {
	return Math.min(STRETCH, count - stretch * STRETCH);
}

/** Spent indices of each stretch: what any of these memories knows. */
export function spentOf(block: Block, memories: readonly (Spent | undefined)[]): number[] {
	return Array.from({ length: stretchesOf(block) }, (_, stretch) => {
		const from = block.first + stretch * STRETCH;
		const known = memories.map((memory) => {
			const counted = Number.parseInt(memory?.spent[stretch] ?? "0", 36) || 0;
			return Math.max(counted, (memory?.below ?? 0) - from);
		});
		return Math.min(lengthOf(block, stretch), Math.max(0, ...known));
	});
}

/** The other way round; zeros at the end are left out. */
export function spentText(spent: readonly number[]): string {
	return spent
		.map((count) => count.toString(36))
		.join("")
		.replace(/0+$/, "");
}

/** All of it. */
export function spentWhole(block: Block): number[] {
	return Array.from({ length: stretchesOf(block) }, (_, stretch) => lengthOf(block, stretch));
}

/** How many indices are left. */
export function leftOf(block: Block, spent: readonly number[]): number {
	return block.count - spent.reduce((sum, count) => sum + count, 0);
}

export type Drawing = {
	readonly open: BlockMemory["open"];
	/** Id of the start that draws. */
	readonly start: string;
	/** In [0, 1). */
	readonly random: () => number;
};

/**
 * The stretch that this start goes on with, or draws: at random among those that nobody touched, so that two copies of a
 * device rarely meet; when there is none any more, among the rests. Undefined: the block is spent.
 */
export function drawStretch(block: Block, spent: readonly number[], { open, start, random }: Drawing) {
	const hasRoom = (stretch: number) => (spent[stretch] ?? 0) < lengthOf(block, stretch);
	if (open?.start === start && hasRoom(open.stretch)) return open.stretch;
	const all = spent.map((_, stretch) => stretch).filter(hasRoom);
	const untouched = all.filter((stretch) => spent[stretch] === 0);
	const among = untouched.length > 0 ? untouched : all;
	return among[Math.floor(random() * among.length)];
}
