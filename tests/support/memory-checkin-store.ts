import type { CheckinEvent } from "../../lib/checkin/checkin-event";
import type { CheckinStore, Post } from "../../lib/checkin/checkin-store";
import { addEvents, type EventSet, NO_EVENTS, precedes } from "../../lib/checkin/event-set";
import { type KeptPost, namesOf, newerPost, postIn } from "../../lib/checkin/merge-heard";
import { isToBeSent } from "../../lib/checkin/record-passage";

type Row = { readonly event: CheckinEvent; readonly own: boolean; readonly sent: boolean };

/** What a store of check-ins holds. Rows and posts are replaced, never changed. */
export type HeldCheckins = {
	readonly rows: Map<string, Row>;
	/** By assignment and device id. */
	readonly posts: Map<string, ReadonlyMap<string, KeptPost>>;
	/** Of an assignment, until something is written: read many times between two events. */
	readonly sets: Map<string, EventSet>;
};

export const noCheckins = (): HeldCheckins => ({ rows: new Map(), posts: new Map(), sets: new Map() });

/** All that is held of an assignment. */
export function heldEvents({ rows, sets }: Pick<HeldCheckins, "rows" | "sets">, assignment: string): EventSet {
	const known = sets.get(assignment);
	if (known !== undefined) return known;
	const events = [...rows.values()].flatMap(({ event }) => (event.assignment === assignment ? [event] : []));
	const set = addEvents(NO_EVENTS, events);
	sets.set(assignment, set);
	return set;
}

/** As this run has heard of them. */
export function heldPosts(
	{ posts }: Pick<HeldCheckins, "posts">,
	{ assignment, run }: { readonly assignment: string; readonly run: string },
): readonly Post[] {
	return [...(posts.get(assignment)?.values() ?? [])].map((post) => postIn(run, post));
}

/** The contract of a check-in store in memory. What is in `held` survives it. */
export function memoryCheckinStore({ rows, posts, sets }: HeldCheckins = noCheckins(), run = ""): CheckinStore {
	const of = (assignment: string) => [...rows.values()].filter(({ event }) => event.assignment === assignment);
	const setOf = (chosen: readonly Row[]) =>
		addEvents(
			NO_EVENTS,
			chosen.map(({ event }) => event),
		);
	return {
		async events(assignment) {
			return heldEvents({ rows, sets }, assignment);
		},
		async count(assignment) {
			return heldEvents({ rows, sets }, assignment).size;
		},
		async ownIds(assignment) {
			return of(assignment)
				.filter(({ own }) => own)
				.map(({ event }) => event.id);
		},
		async record(assignment, names, decide) {
			const all = of(assignment);
			const about = setOf(all.filter(({ event }) => namesOf(event).some((name) => names.includes(name))));
			const newest = Math.max(0, ...all.map(({ event }) => event.at));
			const { event, answer } = decide({ events: about, newest });
			if (event !== undefined) {
				rows.set(event.id, { event, own: true, sent: !isToBeSent(event) });
				sets.delete(event.assignment);
			}
			return answer;
		},
		async merge(assignment, heard) {
			for (const event of heard.events.filter((one) => one.assignment === assignment)) {
				const known = rows.get(event.id);
				const sent = heard.atPortal === true || !isToBeSent(event) || known?.sent === true;
				const isNew = known === undefined || precedes(event, known.event);
				if (!isNew && sent === known.sent) continue;
				rows.set(event.id, { event: isNew ? event : known.event, own: known?.own === true, sent });
				if (isNew) sets.delete(assignment);
			}
			if (heard.posts.length === 0) return;
			const known = new Map(posts.get(assignment));
			for (const post of heard.posts) known.set(post.post, newerPost(known.get(post.post), post, run));
			posts.set(assignment, known);
		},
		async posts(assignment) {
			return heldPosts({ posts }, { assignment, run });
		},
		async unsent(limit, offered) {
			const waiting = [...rows.values()].filter(({ event, sent }) => !sent && !offered.has(event.id));
			return waiting.slice(0, limit).map(({ event }) => event);
		},
		async settle({ stored, refused }) {
			for (const id of [...stored, ...refused.map((one) => one.id)]) {
				const row = rows.get(id);
				if (row !== undefined) rows.set(id, { ...row, sent: true });
			}
		},
		async endAllBut(running) {
			for (const [id, { event, sent }] of rows) {
				if (!sent || running.has(event.assignment)) continue;
				rows.delete(id);
				sets.delete(event.assignment);
			}
			for (const assignment of posts.keys()) if (!running.has(assignment)) posts.delete(assignment);
		},
	};
}
