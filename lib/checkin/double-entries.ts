import type { Passage } from "./checkin-event";
import { type EventSet, passagesOf } from "./event-set";

/** Somebody came in and, without having left, once more, at a post that did not know: another gate, or the same one. */
export type DoubleEntry = { readonly first: Passage; readonly second: Passage };

/**
 * Double entries, newest first. What staff were shown and decided on is none (`again`). Of posts whose salts differ
 * nothing can be seen. A paper's QR and its check code are one (persons.ts).
 */
export function doubleEntriesOf(set: EventSet, assignment: string): readonly DoubleEntry[] {
	const passages = passagesOf(set).filter((passage) => passage.assignment === assignment);
	const byName = new Map<string, Passage>();
	const found: DoubleEntry[] = [];
	for (const passage of passages) {
		const { pseudonym, alias, format, direction, again } = passage;
		// By QR a pass is known again by its pseudonym, or by the code of its paper; two passes with one code are two.
		const before = [pseudonym, ...(alias === undefined ? [] : [alias]), codeLink(pseudonym)]
			.map((name) => byName.get(name))
			.filter((one) => one !== undefined)
			.reduce<Passage | undefined>((a, b) => (a === undefined || b.at > a.at ? b : a), undefined);
		if (direction === "in" && before?.direction === "in" && again !== true) {
			found.push({ first: before, second: passage });
		}
		byName.set(pseudonym, passage);
		if (alias !== undefined && format !== "code") byName.set(codeLink(alias), passage);
	}
	return found.reverse();
}

/** Under which the latest passage by a paper's QR is found from its code. */
function codeLink(name: string): string {
	return `code ${name}`;
}
