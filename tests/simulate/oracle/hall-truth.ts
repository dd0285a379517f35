/** Who is inside, by persons and not by pseudonyms: what all gates together have recorded, known to no gate. */
import type { CheckinEvent, Passage } from "@/lib/checkin/checkin-event";

export type HallTruth = {
	/** Under this name this person passes. */
	readonly names: (person: string, name: { readonly salt: string; readonly pseudonym: string }) => void;
	/** Staff were told that this person is inside, and let them in as `id` all the same. */
	readonly confirmed: (id: string) => void;
	/** Written on some gate's disk. */
	readonly recorded: (event: CheckinEvent) => void;
	/** Nobody has it any more. Answers whether it was counted until now. */
	readonly gone: (event: CheckinEvent) => boolean;
	readonly events: (assignment: string) => readonly CheckinEvent[];
	/** Whoever passed, as passes name them: no gate may ever keep it. */
	readonly persons: () => ReadonlySet<string>;
	readonly inside: (assignment: string) => readonly string[];
	/** Persons inside, with what staff corrected by hand. */
	readonly count: (assignment: string) => number;
	/** Ids of entries of persons who were inside, at a post that did not know. */
	readonly doubles: (assignment: string) => readonly { readonly first: Passage; readonly second: Passage }[];
};

export function hallTruth(): HallTruth {
	const byStaff = new Set<string>();
	const persons = new Map<string, string>();
	const byPlace = new Map<string, CheckinEvent[]>();
	/** By place, until something is recorded there: asked for many times between two events. */
	const known = new Map<string, ReadonlyMap<string, readonly Passage[]>>();
	const counted = new Map<string, number>();
	const forget = (assignment: string) => {
		known.delete(assignment);
		counted.delete(assignment);
	};
	const eventsOf = (assignment: string) => byPlace.get(assignment) ?? [];
	const passagesOf = (assignment: string) => {
		const passages = known.get(assignment) ?? byPersons(assignment);
		known.set(assignment, passages);
		return passages;
	};
	const byPersons = (assignment: string): ReadonlyMap<string, readonly Passage[]> => {
		const passages = eventsOf(assignment).filter((event) => event.type === "passage");
		const undone = new Set(passages.flatMap(({ undoes }) => undoes ?? []));
		const standing = passages.filter(({ id, undoes }) => undoes === undefined && !undone.has(id));
		const byPerson = new Map<string, Passage[]>();
		for (const passage of standing.sort(oldestFirst)) {
			const person = persons.get(`${passage.salt} ${passage.pseudonym}`) ?? "nobody";
			const theirs = byPerson.get(person);
			if (theirs === undefined) byPerson.set(person, [passage]);
			else theirs.push(passage);
		}
		return byPerson;
	};
	const inside = (assignment: string) =>
		[...passagesOf(assignment)].flatMap(([person, passages]) => (passages.at(-1)?.direction === "in" ? [person] : []));
	return {
		names: (person, { salt, pseudonym }) => void persons.set(`${salt} ${pseudonym}`, person),
		confirmed: (id) => void byStaff.add(id),
		recorded(event) {
			const events = byPlace.get(event.assignment);
			if (events === undefined) byPlace.set(event.assignment, [event]);
			else events.push(event);
			forget(event.assignment);
		},
		gone({ id, assignment }) {
			const left = eventsOf(assignment).filter((event) => event.id !== id);
			const wasCounted = left.length < eventsOf(assignment).length;
			byPlace.set(assignment, left);
			forget(assignment);
			return wasCounted;
		},
		events: eventsOf,
		persons: () => new Set(persons.values()),
		inside,
		count(assignment) {
			const last = counted.get(assignment);
			if (last !== undefined) return last;
			const byHand = eventsOf(assignment).filter(({ type }) => type === "correction") as { direction: string }[];
			const added = byHand.reduce((sum, { direction }) => sum + (direction === "in" ? 1 : -1), 0);
			const count = Math.max(0, inside(assignment).length + added);
			counted.set(assignment, count);
			return count;
		},
		doubles: (assignment) => [...passagesOf(assignment).values()].flatMap((passages) => doublesOf(passages, byStaff)),
	};
}

function doublesOf(
	passages: readonly Passage[],
	byStaff: ReadonlySet<string>,
): readonly { readonly first: Passage; readonly second: Passage }[] {
	return passages.flatMap((second, n) => {
		const first = passages[n - 1];
		const isDouble = first?.direction === "in" && second.direction === "in" && !byStaff.has(second.id);
		return first !== undefined && isDouble ? [{ first, second }] : [];
	});
}

function oldestFirst(a: Passage, b: Passage): number {
	if (a.at !== b.at) return a.at - b.at;
	if (a.direction !== b.direction) return a.direction === "in" ? -1 : 1;
	return a.id < b.id ? -1 : 1;
}
