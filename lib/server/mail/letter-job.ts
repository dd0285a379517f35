/** A letter that waits: written in the transaction that registers the record, so that neither exists without the other. */
import { LOCALES } from "@/lib/shared/locale";
import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Prisma } from "@/generated/prisma/client";
import { holderPath } from "@/lib/protocol/holder-link";
import type { RecordInput } from "@/lib/protocol/records";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { ServerContext } from "../context/server-context";
import type { FieldPlace } from "../crypto/field-cipher";
import { randomToken, secretHash } from "../crypto/secret-text";
import { timestamp } from "../db/timestamp";

export const letter = z.strictObject({ email: z.string(), locale: z.enum(LOCALES), link: z.string() });
export type Letter = z.infer<typeof letter>;

type LetterRows = {
	readonly job: Prisma.MailJobCreateManyInput;
	readonly link: Prisma.HolderLinkCreateManyInput;
};

export function letterPlace(pharmacyNumber: string, id: string): FieldPlace {
	return { table: "mail_jobs", column: "letter", row: [pharmacyNumber, id] };
}

/**
 * The job, and the link that its letter carries: with a token of its own, so that neither the letter opens what the strip
 * of the sheet opens nor the other way round, and each link has its own tries. `exp`: end of the paper, part of the link.
 * None when the record has no address or the portal sends no mail.
 */
export function letterJob(
	{ settings, cipher, clock }: ServerContext,
	options: { readonly pharmacyNumber: string; readonly record: RecordInput; readonly exp: NumericDate },
): readonly LetterRows[] {
	const { pharmacyNumber, record, exp } = options;
	const { email } = record.contact;
	if (email === undefined || settings.smtpUrl === undefined) return [];
	const id = randomUUID();
	const token = randomToken();
	const link = settings.origins[0] + holderPath({ token, asks: "birth", paperUntil: exp });
	const text: Letter = { email, locale: record.locale, link };
	const job = {
		pharmacyNumber,
		id,
		recordKey: record.key,
		fieldKeyId: cipher.keyId,
		letterSealed: cipher.seal(letterPlace(pharmacyNumber, id), JSON.stringify(text)),
		nextAttemptAt: timestamp(clock()),
	};
	return [{ job, link: { tokenHash: secretHash(token), kind: "mail", pharmacyNumber, recordKey: record.key } }];
}
