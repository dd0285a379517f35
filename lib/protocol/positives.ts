import { z } from "zod";
import { LOCALES } from "@/lib/shared/locale";
import { plainText, uuid } from "./fields";
import { recordInput, zonedTime } from "./records";

/** Results in one `POST /api/positives`. */
export const POSITIVE_BATCH_LIMIT = 100;

const { identity, contact, document, guardian, lot, consent, professional } = recordInput.shape;

/**
 * A positive antigen test: there is no attestation for it, and no pass (spec P-3, EN-15). It is registered by what the
 * counter says, which the request signs with the device's key.
 */
export const positiveInput = z.strictObject({
	/** Idempotency key: made by the counter with the entry, never changed. */
	key: uuid,
	...{ identity, contact, document, guardian, lot, consent, professional },
	/** EU value-set code of the test device. */
	product: plainText.max(40).optional(),
	/** When the sample was taken. */
	sampled: zonedTime,
	/** When the result was entered and stored on the counter. */
	recorded: zonedTime,
	/** Language for messages to the person. */
	locale: z.enum(LOCALES),
});
export type PositiveInput = z.infer<typeof positiveInput>;

/** Parsed loosely first, as a batch of records (IN-8). Each is a result or a `recordEnvelope` of one. */
export const positiveBatch = z.object({ results: z.array(z.unknown()).min(1).max(POSITIVE_BATCH_LIMIT) });

const positiveAnswer = z.discriminatedUnion("outcome", [
	/** `registeredAt`: first commit; the same for every retry. */
	z.object({ key: z.string(), outcome: z.literal("registered"), registeredAt: z.int() }),
	/** `key_reused`, or `record_malformed` with the dotted path of the field, never its value. */
	z.object({
		key: z.string(),
		outcome: z.literal("refused"),
		reason: z.string(),
		field: z.string().optional(),
	}),
	/** Nothing was decided: keep it and send it again later. */
	z.object({ key: z.string(), outcome: z.literal("retry"), reason: z.string() }),
]);
export type PositiveAnswer = z.infer<typeof positiveAnswer>;

export const positiveBatchAnswer = z.object({ answers: z.array(positiveAnswer) });
