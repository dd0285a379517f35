/** Planted faults of a gate, around its store and what it sends. */
import type { CheckinEvent } from "@/lib/checkin/checkin-event";
import type { CheckinStore } from "@/lib/checkin/checkin-store";
import type { ExchangeRequest } from "@/lib/checkin/exchange";
import type { Salt } from "../door/door-parts";
import type { Mutant } from "./planted";

type Planted = (mutant: Mutant) => boolean;

export function plantInCheckins(store: CheckinStore, planted: Planted): CheckinStore {
	if (planted("undoing_is_dropped")) return merging(store, (events) => events.map(withoutUndoing));
	if (planted("last_write_wins")) return merging(store, latestOfEach);
	if (planted("heard_later_than_true")) {
		return {
			...store,
			merge: (assignment, { events, posts }) =>
				store.merge(assignment, { events, posts: posts.map((post) => ({ ...post, heard: post.heard + 600 })) }),
		};
	}
	if (planted("every_entry_is_known")) {
		return {
			...store,
			record: (assignment, names, decide) =>
				store.record(assignment, names, (known) => {
					const { event, answer } = decide(known);
					if (event?.type !== "passage" || event.direction === "out") return event ? { event, answer } : { answer };
					return { event: { ...event, again: true }, answer };
				}),
		};
	}
	if (!planted("settled_before_the_answer")) return store;
	return {
		...store,
		async unsent(limit, offered) {
			const events = await store.unsent(limit, offered);
			await store.settle({ stored: events.map(({ id }) => id), refused: [] });
			return events;
		},
	};
}

function merging(
	store: CheckinStore,
	change: (events: readonly CheckinEvent[]) => readonly CheckinEvent[],
): CheckinStore {
	return {
		...store,
		merge: (assignment, heard) => store.merge(assignment, { ...heard, events: change(heard.events) }),
	};
}

function withoutUndoing(event: CheckinEvent): CheckinEvent {
	if (event.type !== "passage") return event;
	const { undoes: _, ...rest } = event;
	return rest;
}

/** Of each person the newest event, as a table with one row for each would keep it. */
function latestOfEach(events: readonly CheckinEvent[]): readonly CheckinEvent[] {
	const newest = new Map<string, CheckinEvent>();
	for (const event of events) {
		const name = event.type === "passage" ? event.pseudonym : event.id;
		const known = newest.get(name);
		if (known === undefined || known.at <= event.at) newest.set(name, event);
	}
	return [...newest.values()];
}

export function plantInRequest(request: ExchangeRequest, salts: readonly Salt[], planted: Planted): unknown {
	if (!planted("salt_sent_to_the_portal") || salts.length === 0) return request;
	return { ...request, salts: salts.map(({ secret }) => secret) };
}
