/**
 * How many people are inside, as far as one gate can know: a number that was counted, and two that hold.
 *
 * What is true is what all posts together have recorded, this instant. A post knows its own events and those that it
 * heard of. Each event changes the number by one person at most, and a post records at most one event a second, so what
 * was not heard of widens the interval by the seconds since each post was heard. Passes under salts that this gate cannot
 * compare may be one person or two, and who left under one salt may be inside under another: the interval covers all of
 * it. A listed gate from which nothing was ever heard may be closed tonight or count on its own: where there is one, no
 * bound is given.
 *
 * This post's own events are here, but for a disk that was put back or deleted between two runs: nothing on it says so. Until
 * somebody else said until when this post was heard, no bound is given; what it may have recorded from then until this run
 * began widens them.
 */
import type { NumericDate } from "@/lib/shared/numeric-date";
import { type Passage, UNNAMED_SALT } from "./checkin-event";
import { OWN_POST, type Post } from "./checkin-store";
import { type EventSet, passagesOf } from "./event-set";
import { groupsOf, insideOf } from "./persons";
import { correctionOf } from "./tally";

export type Occupancy = {
	/** What was heard of, added up, with corrections; never below 0. */
	readonly counted: number;
	/** Never more than are inside; undefined where nothing holds. */
	readonly atLeast: number | undefined;
	/** Never fewer than are inside; undefined where nothing holds. */
	readonly atMost: number | undefined;
	/** Listed gates that were never heard of. */
	readonly silent: readonly string[];
	/** Nobody has said yet until when this post's earlier runs were heard. */
	readonly unconfirmed: boolean;
	/** Gates use salts that cannot be compared: who came in at both is two. */
	readonly apart: boolean;
	/** The moment until which every post was heard; undefined without other posts. */
	readonly heard: NumericDate | undefined;
};

/** What a gate knows of an event. */
export type Heard = {
	readonly assignment: string;
	/** This post's own. */
	readonly gate: string;
	/** All gates of the event, and those of them that are closed tonight. */
	readonly gates: readonly string[];
	readonly closed: readonly string[];
	/** The other posts, and what was heard of this one. */
	readonly posts: readonly Post[];
};

/** By the clock that the posts were heard by. */
export type OfRun = {
	readonly now: NumericDate;
	/** Seconds of this run, no more than have passed. */
	readonly lived: number;
};

export function occupancyOf(set: EventSet, heard: Heard, at: OfRun): Occupancy {
	const { assignment, gate, gates, closed } = heard;
	const { inside, certain, corrected, apart } = countOf(set, assignment);
	const posts = heard.posts.filter(({ post }) => post !== OWN_POST);
	const before = beforeThisRun(heard.posts, at);
	const unheard = posts.reduce((sum, post) => sum + eventsSince(post, at.now), before ?? 0);
	const heardGates = new Set([gate, ...posts.map((post) => post.gate)]);
	const silent = gates.filter((name) => !heardGates.has(name) && !closed.includes(name));
	const complete = silent.length === 0 && before !== undefined && posts.every((post) => post.heard > 0);
	return {
		counted: Math.max(0, inside + corrected),
		atLeast: complete ? Math.max(0, certain + corrected - unheard) : undefined,
		atMost: complete ? Math.max(0, inside + corrected + unheard) : undefined,
		silent,
		unconfirmed: before === undefined,
		apart,
		heard: posts.length === 0 ? undefined : Math.min(...posts.map((post) => post.heard)),
	};
}

/** What was added up of a set, whatever was heard since: `certain` are inside, and no more than `inside`. */
type Count = {
	readonly assignment: string;
	readonly inside: number;
	readonly certain: number;
	readonly corrected: number;
	readonly apart: boolean;
};

/** Of sets in use, which nobody changes: their bounds are asked for again as time passes and posts are heard. */
const counts = new WeakMap<EventSet, Count>();

function countOf(set: EventSet, assignment: string): Count {
	const known = counts.get(set);
	if (known?.assignment === assignment) return known;
	const spaces = spacesOf(passagesOf(set).filter((passage) => passage.assignment === assignment));
	const inside = spaces.reduce((sum, space) => sum + space.inside, 0);
	const left = spaces.reduce((sum, space) => sum + space.left, 0);
	// Of one salt all are different persons; each may have left under another salt.
	const certain = Math.max(0, ...spaces.map((space) => space.inside - (left - space.left)));
	const count = { assignment, inside, certain, corrected: correctionOf(set, assignment), apart: spaces.length > 1 };
	counts.set(set, count);
	return count;
}

/**
 * Seconds of this post's earlier runs of which not everything may be here: none where it was heard until this run had
 * begun. Undefined: nobody has said until when it was heard.
 */
export function beforeThisRun(posts: readonly Post[], { now, lived }: OfRun): number | undefined {
	const own = posts.find(({ post }) => post === OWN_POST);
	if (own === undefined || own.heard === 0) return undefined;
	return Math.max(0, eventsSince(own, now) - Math.floor(lived));
}

/** At most one in each second, that in which it was heard and the present one included. */
function eventsSince({ heard }: Post, now: NumericDate): number {
	return Math.max(0, now - heard) + 1;
}

/** Passages whose pseudonyms can be compared. */
type Space = { readonly inside: number; readonly left: number };

function spacesOf(passages: readonly Passage[]): readonly Space[] {
	const spaces = new Map<string, Passage[]>();
	for (const passage of passages) {
		const name = passage.salt === UNNAMED_SALT ? `${UNNAMED_SALT} ${passage.gate}` : passage.salt;
		const space = spaces.get(name) ?? [];
		spaces.set(name, space);
		space.push(passage);
	}
	return [...spaces.values()].map((space) => {
		const inside = groupsOf(space).reduce((sum, group) => sum + insideOf(group), 0);
		const latest = new Map(space.map((passage) => [passage.pseudonym, passage.direction]));
		return { inside, left: [...latest.values()].filter((direction) => direction === "out").length };
	});
}
