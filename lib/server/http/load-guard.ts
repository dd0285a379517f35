/**
 * Keeps one process answering under load. A request is *inside* until its answer, and *works* only while it costs
 * something. A small body is let inside when all of it is there, so that hundreds that arrive slowly, over bad lines or on
 * purpose, take nobody's place; a large one holds a place while it arrives, none at work, and its sender is proven. Bulk
 * requests (draining outboxes) have places of their own inside and may take only a part of those at work, so that
 * interactive calls still get through (design rule 9), and one caller only a few. Who is inside gets its turn in the order
 * of arrival. Beside that, a token bucket for each caller. Counts live in this process; several instances each keep their
 * own.
 */
import "server-only";
import { LOOKUPS, type Lookups, type Rank } from "@/lib/protocol/route-row";
import { turns } from "../turns";
import { placesInTime } from "./places-in-time";
import { type BucketSize, type TokenBuckets, tokenBuckets } from "./token-buckets";

type Priority = Rank["priority"];

/** Entered: call `leave` whatever happens; a second call does nothing. Otherwise seconds to wait. */
export type Entry =
	| {
			readonly outcome: "entered";
			/** Says who it is, once that is known; false when the same caller is inside too often already. */
			readonly as: (caller: string) => boolean;
			readonly leave: () => void;
	  }
	| { readonly outcome: "turned_away"; readonly retryAfter: number };

type Places = Readonly<Record<Priority, number>>;

export type LoadLimits = {
	/** Requests inside at once. */
	readonly inside: Places;
	/** Of bulk so many at least, however slowly it gets on; two thirds of what there is stay for those who were told to come. */
	readonly leastBulk: number;
	/** Bulk waits inside so many seconds at most, as quickly as it gets on. */
	readonly bulkSeconds: number;
	/** Bytes of the bodies of bulk inside: what memory has to hold. */
	readonly bulkBytes: number;
	/** Of these, of one caller: an address may stand for a school, a device has two tabs. */
	readonly insideEach: Places;
	/** Requests that work at once. */
	readonly working: Places;
	/** A caller's bucket: requests at once, and how many a second come back. */
	readonly burst: number;
	readonly perSecond: number;
	/** Callers remembered; the least recently seen are forgotten first. */
	readonly callers: number;
	/** Milliseconds in which the body of a small call has to be there. */
	readonly bodyMs: number;
	/** What strangers of one network may look up in the database. */
	readonly lookups: Readonly<Record<Lookups, BucketSize>>;
	/** Events that one door or train may hand in. */
	readonly events: BucketSize;
	/** Sheets that one counter may send by mail. */
	readonly mails: BucketSize;
};

export const DEFAULT_LIMITS: LoadLimits = {
	inside: { interactive: 512, bulk: 2_048 },
	leastBulk: 96,
	// A counter gives its batch up after 45.
	bulkSeconds: 24,
	bulkBytes: 192 * 1024 * 1024,
	insideEach: { interactive: 24, bulk: 4 },
	// A batch holds a database connection while it is written: of ten, seven stay for whoever waits before a screen.
	working: { interactive: 88, bulk: 3 },
	burst: 300,
	perSecond: 50,
	callers: 50_000,
	bodyMs: 5_000,
	lookups: {
		device: { burst: 4, perSecond: 0.1 },
		session: { burst: 4, perSecond: 0.1 },
		link: { burst: 4, perSecond: 0.1 },
		enrolment: { burst: 10, perSecond: 0.1 },
		pass: { burst: 40, perSecond: 2 },
	},
	// Three evenings of a large gate without a network, then more than two people a second.
	events: { burst: 20_000, perSecond: 5 },
	// A school class, then one a minute.
	mails: { burst: 40, perSecond: 1 / 60 },
};

/** Who asks to get in. */
export type Coming = {
	readonly priority: Priority;
	/** What it calls itself: nobody has proven anything yet. */
	readonly who: string;
	/** Of its body, at most. */
	readonly bytes: number;
};

export type LoadGuard = {
	readonly enter: (coming: Coming) => Entry;
	/** Runs `step` as soon as there is a place to work. */
	readonly work: <Answer>(priority: Priority, step: () => Promise<Answer>) => Promise<Answer>;
	/** Takes one token; answers 0, or the seconds until there is one. `nowMs`: any steadily rising milliseconds. */
	readonly charge: (caller: string, nowMs: number) => number;
	/** What is looked up for strangers, by network; given back for who turns out to be none. */
	readonly lookups: Readonly<Record<Lookups, TokenBuckets>>;
	readonly bodyMs: number;
	/** Events handed in, by device. */
	readonly events: TokenBuckets;
	/** Sheets sent by mail, by device. */
	readonly mails: TokenBuckets;
};

/** `nowMs`: any steadily rising milliseconds. */
export function loadGuard(
	limits: LoadLimits = DEFAULT_LIMITS,
	nowMs: () => number = () => performance.now(),
): LoadGuard {
	const working = { interactive: turns(limits.working.interactive), bulk: turns(limits.working.bulk) };
	const lookups = LOOKUPS.map((kind) => [kind, tokenBuckets(limits.lookups[kind], limits.callers)]);
	return {
		enter: admission(limits, nowMs),
		work: (priority, step) => working[priority](step),
		charge: tokenBuckets(limits, limits.callers).take,
		lookups: Object.fromEntries(lookups) as LoadGuard["lookups"],
		bodyMs: limits.bodyMs,
		events: tokenBuckets(limits.events, limits.callers),
		mails: tokenBuckets(limits.mails, limits.callers),
	};
}

/** Seconds: somebody waits for the answer. */
const INTERACTIVE_RETRY = 2;

function admission(limits: LoadLimits, nowMs: () => number): LoadGuard["enter"] {
	const { inside, insideEach, working } = limits;
	const places = placesInTime({ working: working.bulk, names: limits.callers, nowMs });
	const count = { interactive: 0, bulk: 0 };
	const each = new Map<string, number>();
	let held = 0;

	/** False, and nobody joined, when `most` are there. */
	function join(name: string, most: number): boolean {
		const present = each.get(name) ?? 0;
		if (present < most) each.set(name, present + 1);
		return present < most;
	}

	function part(name: string): void {
		const present = each.get(name) ?? 0;
		if (present > 1) each.set(name, present - 1);
		else each.delete(name);
	}

	function hasRoom({ priority, who, bytes }: Coming): boolean {
		if (priority === "interactive") return count.interactive < inside.interactive;
		if (held > 0 && held + bytes > limits.bulkBytes) return false;
		const inTime = Math.max(limits.leastBulk, places.perSecond() * limits.bulkSeconds);
		const room = Math.min(inside.bulk, inTime);
		return count.bulk < (places.expects(who) ? room : room / 3);
	}

	return (coming) => {
		const { priority, who, bytes } = coming;
		const isBulk = priority === "bulk";
		if (!hasRoom(coming)) {
			return { outcome: "turned_away", retryAfter: isBulk ? places.book(who) : INTERACTIVE_RETRY };
		}
		count[priority] += 1;
		if (isBulk) held += bytes;
		if (isBulk) places.came(who);
		let name: string | undefined;
		let here = true;
		return {
			outcome: "entered",
			as: (caller) => {
				if (name !== undefined) part(name);
				const wanted = `${priority} ${caller}`;
				name = join(wanted, insideEach[priority]) ? wanted : undefined;
				return name !== undefined;
			},
			leave: () => {
				if (!here) return;
				here = false;
				count[priority] -= 1;
				if (name !== undefined) part(name);
				if (!isBulk) return;
				held -= bytes;
				places.finished();
			},
		};
	};
}
