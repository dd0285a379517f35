/** Planted faults of a gate, around its store and what it sends. */
import type { CheckinEvent } from "@/lib/checkin/checkin-event";
import { type CheckinStore, OWN_POST, type Post } from "@/lib/checkin/checkin-store";
import type { ExchangeRequest } from "@/lib/checkin/exchange";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { RunClock } from "@/lib/shared/run-clock";
import type { FetchPort } from "@/lib/trust/fetch-file";
import type { ListStore } from "@/lib/trust/list-store";
import { statusFile, TRUST_FILES, type TrustFile } from "@/lib/trust/trust-file";
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
	if (planted("heard_is_never_handed_in")) {
		return { ...store, merge: (assignment, heard) => store.merge(assignment, { ...heard, atPortal: true }) };
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

/** A gate takes itself for heard: all that it ever recorded is on its disk. */
export function plantInPosts(posts: readonly Post[], { now }: RunClock, planted: Planted): readonly Post[] {
	if (!planted("own_post_is_heard")) return posts;
	return [...posts.filter(({ post }) => post !== OWN_POST), { post: OWN_POST, gate: "", role: "both", heard: now() }];
}

/** How long ago something was is asked of the device's own clock, whoever sets it, and of earlier pages too. */
export function plantInClock(clock: RunClock, now: () => NumericDate, planted: Planted): RunClock {
	return planted("heard_by_the_own_clock") ? { run: "any", now, lived: now } : clock;
}

type Lists = { readonly store: ListStore; readonly fetch: FetchPort };

/** A page's lists: with a fault, what comes is kept as it came, or what denies lives in the page's memory. */
export function plantInLists(store: ListStore, fetch: FetchPort, planted: Planted): Lists {
	if (planted("lower_sequence_accepted")) return asItCame({ store, fetch }, TRUST_FILES.list, TRUST_FILES.list);
	if (planted("older_status_list_taken")) return asItCame({ store, fetch }, "status/1.jwt", statusFile("1"));
	if (planted("hand_over_not_walked")) {
		const isLink = (uri: string) => uri.startsWith("/trust/keysets/");
		return { store, fetch: async (request) => (isLink(request.uri) ? { state: "gone" } : fetch(request)) };
	}
	if (planted("next_root_not_pinned")) {
		const accept: ListStore["accept"] = async (lists) =>
			store.accept({ ...lists, root: (await store.root()) ?? lists.root });
		return { store: { ...store, accept }, fetch };
	}
	if (!planted("denial_forgotten_at_restart")) return { store, fetch };
	let accepted = false;
	const isDenying = ({ name }: TrustFile) => name !== TRUST_FILES.list || accepted;
	return {
		fetch,
		store: {
			...store,
			files: async () => (await store.files()).filter(isDenying),
			file: async (name) => {
				const file = await store.file(name);
				return file !== undefined && isDenying(file) ? file : undefined;
			},
			accept: async (lists) => {
				accepted = true;
				await store.accept(lists);
			},
		},
	};
}

/** What comes under this path is kept as it came, unless it is no news. */
function asItCame({ store, fetch }: Lists, path: string, name: string): Lists {
	let came: TrustFile | undefined;
	return {
		fetch: async (request) => {
			const answer = await fetch(request);
			if (answer.state === "fetched" && request.uri === `/trust/${path}`) {
				const { state: _, ...file } = answer;
				came = { name, ...file };
			}
			return answer;
		},
		store: {
			...store,
			accept: async (lists) => {
				const files = came === undefined ? lists.files : [...lists.files, came];
				await store.accept({ ...lists, files });
			},
		},
	};
}

export function plantInRequest(request: ExchangeRequest, salts: readonly Salt[], planted: Planted): unknown {
	if (!planted("salt_sent_to_the_portal") || salts.length === 0) return request;
	return { ...request, salts: salts.map(({ secret }) => secret) };
}
