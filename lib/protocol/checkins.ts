import { z } from "zod";
import {
	CHECKIN_FORMATS,
	type CheckinEvent,
	DIRECTIONS,
	OVERRIDE_REASONS,
	PASSAGE_OUTCOMES,
	UNNAMED_SALT,
} from "@/lib/checkin/checkin-event";
import { GATE_ROLES } from "@/lib/checkin/gate-rules";
import { CODE_HASH_FORM, SALT_ID_FORM } from "@/lib/shared/base64url-forms";
import { b64u128, identifier, LABEL_LIMIT, numericDate, plainText, uuid } from "./fields";

export type { CheckinEvent };

export const CHECKIN_BATCH_LIMIT = 500;

const atGate = {
	/** Made by the device: the idempotency key. */
	id: uuid,
	/** Assignment id. */
	assignment: identifier,
	/** One of the assignment's gates; empty on a train. */
	gate: plainText.max(LABEL_LIMIT),
	/** When it happened, by the device's clock. */
	at: z.int().nonnegative(),
};

/** One admission or exit. Nothing here names a person (design rule 5). */
const passage = z.object({
	/** Absent from what an earlier version recorded, as is `salt`. */
	type: z.literal("passage").default("passage"),
	...atGate,
	direction: z.enum(DIRECTIONS),
	/** `provisional`: a typed check code. */
	outcome: z.enum(PASSAGE_OUTCOMES),
	format: z.enum(CHECKIN_FORMATS),
	/** b64u HMAC-SHA-256 of the pass id under the event's salt, truncated to 16 bytes. */
	pseudonym: b64u128,
	/** Of a paper's QR: the pseudonym of the same paper's check code. */
	alias: b64u128.optional(),
	/** Id of the salt, b64u of 8 bytes: says which pseudonyms can be compared, and nothing else. */
	salt: z.string().regex(SALT_ID_FORM).default(UNNAMED_SALT),
	/** Of an entry: the post knew that this person was inside; at a gate staff were asked. Absent: it did not know. */
	again: z.literal(true).optional(),
	/** Id of the passage that this event takes back; its direction is then the opposite one, so in − out still holds. */
	undoes: uuid.optional(),
});

/** Staff say that one more person came in, or went out, than was scanned. */
const correction = z.object({ type: z.literal("correction"), ...atGate, direction: z.enum(DIRECTIONS) });

/** A supervisor lets people in though the event is full. */
const override = z.object({ type: z.literal("override"), ...atGate, reason: z.enum(OVERRIDE_REASONS) });

/** What a newer gate says of one beside this is passed over (OP-6). */
export const checkinEvent = z.union([passage, correction, override]) satisfies z.ZodType<CheckinEvent>;

/** Between linked gates, which speak one version: whatever else is said of one ends the link (GG-5). */
export const exactCheckinEvent = z.union([
	passage.strict(),
	correction.strict(),
	override.strict(),
]) satisfies z.ZodType<CheckinEvent>;

/** Where a device works, and up to where it has read the events of this assignment. */
const exchangingPost = z.object({
	assignment: identifier,
	gate: plainText.max(LABEL_LIMIT),
	role: z.enum(GATE_ROLES),
	/** `next` of the last answer about this assignment, 0 at first. */
	after: z.int().nonnegative(),
	/**
	 * By the portal's clock, and not later than it was: when this device held nothing that is not here now or in `events`.
	 * Null while more waits, and before the first answer that a page of the app had, from which it takes the portal's time.
	 */
	completeAt: numericDate.nullable(),
});

/**
 * `POST /api/checkins`: a device hands in what it recorded, and what linked gates told of, and, with `post`, reads what the
 * devices of its venue recorded at the same assignment: the others, and itself, whose database may have been deleted or put
 * back. Absent `post`: an earlier version, which is answered `stored` alone. What a newer one says beside them, or with one,
 * is passed over (IN-8, OP-6).
 */
export const checkinExchange = z.object({
	/** Judged one by one, so that one bad event does not hold up the others. */
	events: z.array(z.unknown()).max(CHECKIN_BATCH_LIMIT),
	post: exchangingPost.nullable().optional(),
});
export type CheckinExchange = z.infer<typeof checkinExchange>;

/** Why an event will never be stored. */
export const CHECKIN_REFUSALS = ["malformed", "assignment_unknown", "time_impossible", "id_reused"] as const;
const refusedCheckin = z.object({
	/** As sent; empty where it had none that could be read. */
	id: z.string(),
	reason: z.enum(CHECKIN_REFUSALS),
});
export type RefusedCheckin = z.infer<typeof refusedCheckin>;

/** A device at work at the same assignment: another one, or the caller. */
const otherPost = z.object({
	/** Device id. */
	post: uuid,
	gate: z.string(),
	role: z.enum(GATE_ROLES),
	/** Seconds since the portal had everything of it that is still anywhere; null: it never had. */
	age: z.int().nonnegative().nullable(),
});

export const OTHERS_PAGE = 500;

const othersEvents = z.object({
	/** Oldest arrival first, at most `OTHERS_PAGE`. */
	events: z.array(checkinEvent),
	/** For `after` of the next call. Lower than `after` where the portal was restored: it begins again. */
	next: z.int().nonnegative(),
	/** There are more: `posts` speaks of events that come with the last page. */
	more: z.boolean(),
	posts: z.array(otherPost),
});
export type OthersEvents = z.infer<typeof othersEvents>;

export const checkinExchangeAnswer = z.object({
	/** Every id that is now stored, whether by this call or an earlier one. */
	stored: z.array(uuid),
	refused: z.array(refusedCheckin).optional(),
	/** Null: no `post`, or its assignment is not one of this device's venue, or has no such gate. */
	others: othersEvents.nullable().optional(),
	serverTime: numericDate.optional(),
});
export type CheckinExchangeAnswer = z.infer<typeof checkinExchangeAnswer>;

export const CODE_REPORT_LIMIT = 500;

/** `POST /api/code-reports` (spec CC-8): truncated hashes of accepted codes that are not registered as they were typed. */
export const codeReport = z.object({
	/** UTC day of the codes' expiry slots (CC-1): at most 30 days ago and 70 ahead. */
	day: z.iso.date(),
	/** b64u SHA-256 of `<number>|<code>`, truncated to 3 bytes (CC-8). */
	hashes: z.array(z.string().regex(CODE_HASH_FORM)).min(1).max(CODE_REPORT_LIMIT),
});
export type CodeReport = z.infer<typeof codeReport>;

/** How many of the hashes the portal has taken note of, by this call or an earlier one: the door may forget them. */
export const codeReportAnswer = z.object({
	/** Of the hashes, by this call or an earlier one. */
	received: z.int().nonnegative(),
});
export type CodeReportAnswer = z.infer<typeof codeReportAnswer>;
