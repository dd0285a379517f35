import { z } from "zod";
import { LOCALES } from "@/lib/shared/locale";
import { PASS_NAME_LIMIT } from "@/lib/shared/name-limits";
import { TEXT_LIMIT } from "@/lib/shared/text-limit";
import { b64u128, numericDate, plainText, uuid } from "./fields";
import { CORRECTION_REASONS } from "./revocations";
import { life, startId, startNumber, startReport } from "./starts";
import { STRIP_NUMBER } from "./strip-number";

/** Records in one `POST /api/records`. */
export const RECORD_BATCH_LIMIT = 100;

/** A moment with the zone that it was lived in: the four times of a record are all stored so. */
export const zonedTime = z.strictObject({
	at: numericDate,
	/** IANA name, such as Europe/Paris. */
	zone: z.string().min(1).max(64),
});

/** As on the identity document: female, male, or neither is said. */
export const SEXES = ["F", "M", "X"] as const;

/** What a counter may have seen of a person. */
export const SEEN_DOCUMENTS = ["identity_card", "passport", "residence_permit", "other"] as const;

/** Characters of a lot number (GS1 AI 10). */
const LOT_LIMIT = 20;

export const recordInput = z.strictObject({
	/** Idempotency key: made by the counter when it issues, never changed. */
	key: uuid,
	/** The `RP1:` text as printed. With the delegation embedded it names its own; for type 0x01 the portal knows it. */
	attestation: z.string().max(TEXT_LIMIT),
	/** Names and birth date as signed; names that the paper shortens to 40 code points are whole here (spec EN-6). */
	identity: z.strictObject({
		family: plainText.min(1).max(PASS_NAME_LIMIT),
		/** May be empty. */
		given: plainText.max(PASS_NAME_LIMIT),
		/** The same names in Latin letters, where the document has them in others too: these are signed (spec EN-5). */
		latin: z
			.strictObject({ family: plainText.min(1).max(PASS_NAME_LIMIT), given: plainText.max(PASS_NAME_LIMIT) })
			.optional(),
		/** Where it is not the family name above. */
		birthName: plainText.max(PASS_NAME_LIMIT).optional(),
		/** What the person goes by. */
		usedName: plainText.max(PASS_NAME_LIMIT).optional(),
		/** `YYYY-MM-DD`, or `YYYY-MM` or `YYYY` where the identity document has no more. */
		birth: z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/),
		sex: z.enum(SEXES),
		/** French social security number, 15 characters, control key checked (97 − n mod 97). */
		nir: plainText.max(15).optional(),
	}),
	contact: z.strictObject({
		phone: plainText.max(20).optional(),
		email: z.email().max(254).optional(),
		address: plainText.max(300).optional(),
	}),
	/** Which document the names were compared with, and who issued it (three letters, ICAO 9303-3 §5). */
	document: z
		.strictObject({
			kind: z.enum(SEEN_DOCUMENTS),
			issuer: z
				.string()
				.regex(/^[A-Z]{1,3}$/)
				.optional(),
		})
		.optional(),
	/** Who decided for a minor. */
	guardian: plainText.max(PASS_NAME_LIMIT).optional(),
	/** The box that test or vaccine came from; its last day `YYYY-MM-DD`. */
	lot: z.strictObject({ number: plainText.min(1).max(LOT_LIMIT), expiry: z.iso.date().optional() }).optional(),
	/** The person, or the guardian, agreed to the act and to its registration. */
	consent: z.literal(true).optional(),
	/** RPPS or ADELI number of the professional. */
	professional: plainText.max(11).optional(),
	/** When the sample was taken or the injection given: the attestation's `t`. */
	sampled: zonedTime,
	/** When the attestation was signed. */
	issued: zonedTime,
	/** When the record was stored on the counter. */
	queued: zonedTime,
	/** 128 random bits, b64u: the secret part of the holder link. The server stores its hash only. */
	holderToken: b64u128,
	/**
	 * Six random digits and their Damm digit, printed with the link on the strip: the link then asks for it. Without one
	 * the link asks for the birth date.
	 */
	stripNumber: z.string().regex(STRIP_NUMBER).optional(),
	/** Language for messages to the holder. */
	locale: z.enum(LOCALES),
	/** The start of the counter that issued it, and its running number in that start, from 1. */
	start: z.strictObject({ id: startId, number: startNumber }).optional(),
	/**
	 * The record that this one replaces, by its key, and why. Its paper is taken back by a revocation of its own. NIR and
	 * contact that are absent here are taken over from it, unless it was another person's (spec SH-1).
	 */
	corrects: z.strictObject({ key: uuid, reason: z.enum(CORRECTION_REASONS) }).optional(),
});
export type RecordInput = z.infer<typeof recordInput>;

/**
 * A record as a counter encrypts it when it issues it, so that it can be sent while nobody can open what the counter keeps:
 * a compact JWE (ECDH-ES, A256GCM) of the record's JSON to the `recordKey` of the kit, whose `kid` its header names.
 */
export const recordEnvelope = z.strictObject({
	/** As in the record inside. */
	key: uuid,
	envelope: z.string().max(2 * TEXT_LIMIT),
});
export const RECORD_KEY_ALG = "ECDH-ES";
export const RECORD_CONTENT_ENC = "A256GCM";
export type RecordEnvelope = z.infer<typeof recordEnvelope>;

/** [IN-8] Parsed loosely first, so that one bad record does not fail the others, nor what a newer counter says beside them. */
export const recordBatch = z.object({
	records: z.array(z.unknown()).min(1).max(RECORD_BATCH_LIMIT),
	/** The start that sends them, which need not be the one that issued them. */
	start: startReport.optional(),
});
export type RecordBatch = z.infer<typeof recordBatch>;

const recordAnswer = z.discriminatedUnion("outcome", [
	z.object({
		key: z.string(),
		outcome: z.literal("registered"),
		/** First commit; the same for every retry. */
		registeredAt: z.int(),
		/** The pass's unique certificate identifier (UVCI); empty where the pass is no longer kept (spec RT-2). */
		passId: z.string(),
	}),
	z.object({
		key: z.string(),
		outcome: z.literal("refused"),
		/** See "What becomes of a record". */
		reason: z.string(),
		/** Dotted path of the offending field for `record_malformed`, never its value. */
		field: z.string().optional(),
	}),
	/** Nothing was decided: keep it and send it again later. */
	z.object({ key: z.string(), outcome: z.literal("retry"), reason: z.string() }),
]);
export type RecordAnswer = z.infer<typeof recordAnswer>;

export const recordBatchAnswer = z.object({
	answers: z.array(recordAnswer),
	/** Where the batch brought `start`. */
	life: life.optional(),
});
export type RecordBatchAnswer = z.infer<typeof recordBatchAnswer>;
