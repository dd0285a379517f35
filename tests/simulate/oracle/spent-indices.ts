/** One index names one paper, except where a profile cannot know what was spent in its name. */
import { type CounterRecord, paperOf, readPaper } from "../counter/counter-record";
import type { Simulation } from "../engine/simulation";

/** A request may be so long on its way, and a little more (lib/server/services/device/judge-life.ts). */
const LATE = 3 * 60_000;

/**
 * Of two copies, which one may still spend what the other one has spent. The copy names the starts that came before it, as any
 * start does: only when the original is heard later than a request may be late does the portal see two. Each of them knows once
 * it meets the portal from then on.
 */
function ignorance(time: () => number) {
	/** `begun`: when the copy was heard first. */
	type Pair = { readonly copy: string; begun: number | undefined; isSeen: boolean };
	const pairs = new Map<string, Pair>();
	const ignorant = new Set<string>();
	return {
		begin(owner: string, copy: string) {
			const pair: Pair = { copy, begun: undefined, isSeen: false };
			for (const one of [owner, copy]) {
				pairs.set(one, pair);
				ignorant.add(one);
			}
		},
		isIgnorant: (owner: string) => ignorant.has(owner),
		met(owner: string) {
			const pair = pairs.get(owner);
			if (pair === undefined) return;
			if (owner === pair.copy) pair.begun ??= time();
			else if (pair.begun !== undefined && time() > pair.begun + LATE) pair.isSeen = true;
			if (pair.isSeen) ignorant.delete(owner);
		},
	};
}

type Told = {
	/** An index names another paper already. */
	readonly reused: () => void;
};

/** `isLost`: whether the paper went with its disk before the portal heard of it; then nobody can know its index. */
type Signed = { readonly key: string; readonly isLost: () => boolean };

export function spentIndices({ broken, time }: Pick<Simulation, "broken" | "time">, { reused }: Told) {
	const forgetful = new Set<string>();
	const copies = ignorance(time);
	/** The papers that were signed with an index. */
	const papers = new Map<string, Signed[]>();
	/** The paper of each record: one that was signed and came to nothing, as its page died, is signed anew with another index. */
	const bears = new Map<string, string>();
	const bearing = (paper: string, signed: readonly Signed[]) =>
		signed.map(({ key }) => key).filter((key) => bears.get(key) === paper);
	return {
		spend(owner: string, { key, attestation }: CounterRecord, isLost: Signed["isLost"]) {
			const { delegation, index } = readPaper(attestation);
			const paper = paperOf(delegation, index);
			bears.set(key, paper);
			const known = papers.get(paper);
			if (known === undefined) {
				papers.set(paper, [{ key, isLost }]);
				return;
			}
			const isUnknown = known.every((before) => before.isLost());
			known.push({ key, isLost });
			reused();
			if (isUnknown || forgetful.has(owner) || copies.isIgnorant(owner)) return;
			broken("one index names one paper", paper, [owner, key]);
		},
		/** Keys of the records whose papers bear this index. */
		papersOf: (paper: string): readonly string[] => bearing(paper, papers.get(paper) ?? []),
		forgot: (owner: string) => void forgetful.add(owner),
		copied: copies.begin,
		met(owner: string) {
			forgetful.delete(owner);
			copies.met(owner);
		},
		*shared(): Iterable<readonly string[]> {
			for (const [paper, signed] of papers) {
				if (signed.length > 1) yield bearing(paper, signed);
			}
		},
	};
}
