/**
 * What a set of events is, in short: how two gates find out what the other lacks without sending it all. Ids are random
 * (UUID version 4), so the sum of the ids that begin with one byte tells the sets apart.
 */
import type { CheckinEvent } from "@/lib/checkin/checkin-event";
import type { EventSet } from "@/lib/checkin/event-set";

const BUCKETS = 256;
/** Hexadecimal digits of a sum: the node of the UUID. */
const SUM_DIGITS = 12;
export const SUM_FORM = new RegExp(`^[0-9a-f]{${SUM_DIGITS}}$`);
/** A sum for each first byte of an id, one after the other. */
export const DIGEST_FORM = new RegExp(`^[0-9a-f]{${BUCKETS * SUM_DIGITS}}$`);

/** Of sets in use, which nobody changes: every ping says the sum of the same one. */
const sums = new WeakMap<EventSet, string>();

export function sumOf(events: EventSet): string {
	const known = sums.get(events);
	if (known !== undefined) return known;
	let sum = 0n;
	for (const id of events.keys()) sum ^= nodeOf(id);
	const text = hex(sum);
	sums.set(events, text);
	return text;
}

/** Few buckets have an event: the others cost no arithmetic. */
export function digestOf(events: EventSet): string {
	const ofBuckets = new Map<number, bigint>();
	for (const id of events.keys()) {
		const bucket = bucketOf(id);
		ofBuckets.set(bucket, (ofBuckets.get(bucket) ?? 0n) ^ nodeOf(id));
	}
	const texts = Array<string>(BUCKETS).fill(EMPTY);
	for (const [bucket, sum] of ofBuckets) texts[bucket] = hex(sum);
	return texts.join("");
}

/** The events whose buckets are not the same on the other side: all that it may lack. */
export function differing(events: EventSet, theirs: string): readonly CheckinEvent[] {
	const ours = digestOf(events);
	if (ours === theirs) return [];
	const differs = (bucket: number) =>
		ours.slice(bucket * SUM_DIGITS, (bucket + 1) * SUM_DIGITS) !==
		theirs.slice(bucket * SUM_DIGITS, (bucket + 1) * SUM_DIGITS);
	return [...events.values()].filter(({ id }) => differs(bucketOf(id)));
}

const bucketOf = (id: string) => Number.parseInt(id.slice(0, 2), 16);
const nodeOf = (id: string) => BigInt(`0x${id.slice(-SUM_DIGITS)}`);
const EMPTY = "0".repeat(SUM_DIGITS);
const hex = (sum: bigint) => sum.toString(16).padStart(SUM_DIGITS, "0");
