import { z } from "zod";
import { CHECKIN_FORMATS, type CheckinEvent, DIRECTIONS, PASSAGE_OUTCOMES } from "@/lib/checkin/checkin-event";
import { CODE_HASH_FORM } from "@/lib/shared/base64url-forms";
import { b64u128, identifier, LABEL_LIMIT, plainText, uuid } from "./fields";

export type { CheckinEvent };

export const CHECKIN_BATCH_LIMIT = 500;

/** One admission or exit. Nothing here names a person (design rule 5). */
export const checkinEvent = z.strictObject({
	/** Made by the device: the idempotency key. */
	id: uuid,
	/** Assignment id. */
	assignment: identifier,
	/** One of the assignment's gates; empty on a train. */
	gate: plainText.max(LABEL_LIMIT),
	/** When the passage was counted. */
	at: z.int().nonnegative(),
	direction: z.enum(DIRECTIONS),
	/** `provisional`: a typed check code. */
	outcome: z.enum(PASSAGE_OUTCOMES),
	format: z.enum(CHECKIN_FORMATS),
	/** b64u HMAC-SHA-256 of the pass id under the event's salt, truncated to 16 bytes. */
	pseudonym: b64u128,
	/** Id of the passage that this event takes back; its direction is then the opposite one, so in − out still holds. */
	undoes: uuid.optional(),
}) satisfies z.ZodType<CheckinEvent>;

export const checkinBatch = z.strictObject({ events: z.array(checkinEvent).min(1).max(CHECKIN_BATCH_LIMIT) });

/** Every id of the batch that is now stored, whether by this call or an earlier one. */
export const checkinBatchAnswer = z.strictObject({
	/** What is missing names an assignment that is not this device's, or an impossible time: it will not be taken. */
	stored: z.array(uuid),
});

export const CODE_REPORT_LIMIT = 500;

/** `POST /api/code-reports` (spec CC-8): truncated hashes of accepted codes that are not registered as they were typed. */
export const codeReport = z.strictObject({
	/** UTC day of the codes' expiry slots (CC-1): at most 30 days ago and 70 ahead. */
	day: z.iso.date(),
	/** b64u SHA-256 of `<number>|<code>`, truncated to 3 bytes (CC-8). */
	hashes: z.array(z.string().regex(CODE_HASH_FORM)).min(1).max(CODE_REPORT_LIMIT),
});
export type CodeReport = z.infer<typeof codeReport>;

/** How many of the hashes the portal has taken note of, by this call or an earlier one: the door may forget them. */
export const codeReportAnswer = z.strictObject({
	/** Of the hashes, by this call or an earlier one. */
	received: z.int().nonnegative(),
});
export type CodeReportAnswer = z.infer<typeof codeReportAnswer>;
