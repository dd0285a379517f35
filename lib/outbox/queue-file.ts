/**
 * The queue of a counter as another workstation of the same pharmacy can send it (spec QM-1): every act that the authority
 * has not answered for, each encrypted to the portal when it was stored. Whoever finds the file reads when and how many.
 */
import { z } from "zod";
import { recordEnvelope } from "@/lib/protocol/records";
import type { NumericDate } from "@/lib/shared/numeric-date";

const carriedEntry = z.strictObject({ ...recordEnvelope.shape, queuedAt: z.int() });
export type CarriedEntry = z.infer<typeof carriedEntry>;

const queueFile = z.looseObject({
	relais: z.literal("queue"),
	version: z.literal(1),
	/** Of the pharmacy, six digits with the check digit left out. */
	pharmacy: z.string(),
	/** Id of the device whose queue it is. */
	device: z.string().max(64),
	made: z.int(),
	records: z.array(carriedEntry),
	/** Positive antigen tests. */
	results: z.array(carriedEntry),
});

export type Queue = {
	readonly pharmacy: string;
	readonly device: string;
	readonly made: NumericDate;
	readonly records: readonly CarriedEntry[];
	readonly results: readonly CarriedEntry[];
};

/** Characters: a day of a thousand acts has under a third. */
const LONGEST = 16_000_000;

export function writeQueueFile(queue: Queue): string {
	return JSON.stringify({ relais: "queue", version: 1, ...queue });
}

/** Undefined for what is no such file, whole: one that was cut off while it was copied is not taken in part. */
export function readQueueFile(text: string): Queue | undefined {
	if (text.length > LONGEST) return undefined;
	let parsed: unknown;
	try {
		parsed = JSON.parse(text);
	} catch {
		return undefined; // cut off, or something else
	}
	const read = queueFile.safeParse(parsed).data;
	if (read === undefined) return undefined;
	const { pharmacy, device, made, records, results } = read;
	return { pharmacy, device, made, records, results };
}
