import type { Passage } from "./checkin-event";
import { type EventSet, passagesOf } from "./event-set";

/**
 * Who is meant by passages. A pass is known by its pseudonym. A paper is known by two: that of its QR and that of its
 * check code, which is the QR's alias. Two papers may have one alias (twins, tested one after the other): then a code is
 * one of them, and no more is said.
 */

/** What was seen of one person at one assignment. */
export type Seen = {
	/** Undefined when the person has not been seen (or only by mistake). */
	readonly latest: Passage | undefined;
	/** The entry by which the person is inside now. */
	readonly inside: Passage | undefined;
	/** Entries that were not taken back. */
	readonly entries: number;
};

type Named = { readonly pseudonym: string; readonly alias: string | undefined };

/** Of the person who bears one of `names`. `events`: at least those that bear one of the names, of one assignment. */
export function seenOf(events: EventSet, names: readonly Named[]): Seen {
	const own = new Set(names.map(({ pseudonym }) => pseudonym));
	const codes = new Set(names.flatMap(({ alias }) => alias ?? []));
	const theirs = passagesOf(events).filter(
		({ pseudonym, alias }) => own.has(pseudonym) || codes.has(pseudonym) || (alias !== undefined && own.has(alias)),
	);
	const latest = theirs.at(-1);
	const entries = theirs.filter(({ direction }) => direction === "in").length;
	return { latest, inside: entryOf(groupsOf(theirs)), entries };
}

function entryOf(groups: Iterable<Group>): Passage | undefined {
	for (const group of groups) {
		if (insideOf(group) === 0) continue;
		const entries = [...group.passes.values(), ...(group.code === undefined ? [] : [group.code])].filter(
			({ direction }) => direction === "in",
		);
		return entries.at(-1);
	}
	return undefined;
}

/** Passes that share an alias, each with its latest passage, and the latest one by their code. */
export type Group = { readonly passes: ReadonlyMap<string, Passage>; readonly code: Passage | undefined };

/** `passages`: oldest first, of one assignment. */
export function groupsOf(passages: readonly Passage[]): readonly Group[] {
	const groups = new Map<string, { passes: Map<string, Passage>; code: Passage | undefined }>();
	for (const passage of passages) {
		const { pseudonym, alias, format } = passage;
		const name = alias ?? pseudonym;
		const group = groups.get(name) ?? { passes: new Map(), code: undefined };
		groups.set(name, group);
		if (format === "code") group.code = passage;
		else {
			// Last: the map's order is that of the latest passages.
			group.passes.delete(pseudonym);
			group.passes.set(pseudonym, passage);
		}
	}
	return [...groups.values()];
}

/**
 * Persons of a group inside. The code's bearer is one of the passes: whoever came in by it is inside once, and whoever
 * left by it takes an earlier entry along. A later passage by QR says more than the code.
 */
export function insideOf({ passes, code }: Group): number {
	const latest = [...passes.values()];
	const inside = latest.filter(({ direction }) => direction === "in");
	if (code === undefined) return inside.length;
	if (code.direction === "in") {
		return latest.some((passage) => isLater(passage, code)) ? inside.length : Math.max(1, inside.length);
	}
	return inside.some((passage) => !isLater(passage, code)) ? inside.length - 1 : inside.length;
}

function isLater(a: Passage, b: Passage): boolean {
	if (a.at !== b.at) return a.at > b.at;
	if (a.direction !== b.direction) return a.direction === "out";
	return a.id > b.id;
}
