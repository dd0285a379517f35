/**
 * What a chain of QR codes carries where two gates have no network in common (decision 039): counts, the newest
 * passages as far as they fit, and the salts. It is sealed for the gate whose code was read (pairing-key.ts of
 * lib/device/door/gatelink): whoever films the screen has nothing of it.
 */
import { deflateSync } from "fflate";
import { z } from "zod";
import type { CheckinEvent } from "@/lib/checkin/checkin-event";
import type { EventSet } from "@/lib/checkin/event-set";
import { tallyOf } from "@/lib/checkin/tally";
import { exactCheckinEvent } from "@/lib/protocol/checkins";
import { count, identifier, LABEL_LIMIT, numericDate, plainText } from "@/lib/protocol/fields";
import { type Bytes, fromUtf8, utf8 } from "@/lib/shared/bytes";
import { inflateRaw } from "@/lib/shared/inflate";
import { MINUTE, type NumericDate } from "@/lib/shared/numeric-date";
import { SUM_FORM } from "./event-digest";
import { POST_LIMIT, postWord, SALT_LIMIT, salt } from "./link-message";

/** Passages older than this are left to the counts. */
const LAST_MINUTES = 15 * MINUTE;
/** Passages of one chain: about fifty bytes each, so that the whole is read in half a minute. */
const MOST_EVENTS = 300;
/** Bytes of a chain's content before it was deflated. */
const CONTENT_LIMIT = 1024 * 1024;

const chainContent = z.strictObject({
	version: z.literal(1),
	assignment: identifier,
	gate: plainText.max(LABEL_LIMIT),
	/** All that this gate knows of, when it was made. */
	counts: z.strictObject({ entries: count, exits: count, at: numericDate }),
	salts: z.array(salt).max(SALT_LIMIT),
	/** All events that it holds, in short: whoever holds the same afterwards may believe `posts`. */
	set: z.strictObject({ events: count, sum: z.string().regex(SUM_FORM) }),
	posts: z.array(postWord).max(POST_LIMIT),
	events: z.array(exactCheckinEvent).max(MOST_EVENTS),
});
export type ChainContent = z.infer<typeof chainContent>;

/** The newest passages and what took them back, at most `MOST_EVENTS`, oldest first. */
export function lastPassages(events: EventSet, now: NumericDate): readonly CheckinEvent[] {
	const recent = [...events.values()].filter(({ at }) => at >= now - LAST_MINUTES);
	recent.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
	return recent.slice(-MOST_EVENTS);
}

export function countsOf(events: EventSet, { assignment, now }: { assignment: string; now: NumericDate }) {
	const { entries, exits } = tallyOf(events, assignment);
	return { entries, exits, at: now };
}

/** As it is sealed: JSON, deflated. */
export function packChainContent(content: ChainContent): Bytes {
	return Uint8Array.from(deflateSync(utf8(JSON.stringify(content)), { level: 9 }));
}

/** Undefined for what is no content of this version. Never throws. */
export function unpackChainContent(packed: Uint8Array): ChainContent | undefined {
	const plain = inflateRaw(packed, CONTENT_LIMIT);
	const text = plain && fromUtf8(plain);
	return text === undefined ? undefined : readJson(text);
}

function readJson(text: string): ChainContent | undefined {
	try {
		return chainContent.safeParse(JSON.parse(text)).data;
	} catch {
		return undefined; // not JSON: the same as JSON of another shape
	}
}
