/** One place where two texts differ. `read` undefined: lost. `expected` undefined: too much. */
export type Difference = { readonly expected: string | undefined; readonly read: string | undefined };

/**
 * The differences between what was expected and what was read, in their order, as few as possible (Wagner and Fischer
 * 1974). Letters that differ in case only are nearer to each other than to anything else. For texts of some hundred
 * characters: time and memory grow with the product of the lengths.
 */
export function alignTexts(expected: string, read: string): readonly Difference[] {
	const width = read.length + 1;
	const costs = costsOf(expected, read);
	const cost = (at: number, to: number) => costs[at * width + to] ?? 0;
	const found: Difference[] = [];
	let [at, to] = [expected.length, read.length];
	while (at > 0 || to > 0) {
		const [one, other] = [expected[at - 1], read[to - 1]];
		if (at > 0 && to > 0 && cost(at, to) === cost(at - 1, to - 1) + changeCost(one, other)) {
			if (one !== other) found.push({ expected: one, read: other });
			at--;
			to--;
		} else if (at > 0 && cost(at, to) === cost(at - 1, to) + LOSS) {
			found.push({ expected: one, read: undefined });
			at--;
		} else {
			found.push({ expected: undefined, read: other });
			to--;
		}
	}
	return found.toReversed();
}

const LOSS = 2;

function changeCost(one: string | undefined, other: string | undefined): number {
	if (one === other) return 0;
	return one?.toLowerCase() === other?.toLowerCase() ? 1 : 3;
}

/** Row by row: what it costs to turn the first `at` characters into the first `to`. */
function costsOf(expected: string, read: string): Uint16Array {
	const width = read.length + 1;
	const costs = new Uint16Array((expected.length + 1) * width);
	for (let at = 0; at <= expected.length; at++) {
		for (let to = 0; to <= read.length; to++) {
			const here = at * width + to;
			if (at === 0 || to === 0) {
				costs[here] = LOSS * (at + to);
				continue;
			}
			const lost = (costs[here - width] ?? 0) + LOSS;
			const added = (costs[here - 1] ?? 0) + LOSS;
			const changed = (costs[here - width - 1] ?? 0) + changeCost(expected[at - 1], read[to - 1]);
			costs[here] = Math.min(lost, added, changed);
		}
	}
	return costs;
}
