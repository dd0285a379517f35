/** A letter that waits: written in the transaction that registers the record, so that neither exists without the other. */
import { LOCALES } from "@/lib/shared/locale";
import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Prisma } from "@/generated/prisma/client";
import type { RecordInput } from "@/lib/protocol/records";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { ServerContext } from "../context/server-context";
import type { FieldPlace } from "../crypto/field-cipher";
import { timestamp } from "../db/timestamp";

export const letter = z.strictObject({ email: z.string(), locale: z.enum(LOCALES), link: z.string() });
export type Letter = z.infer<typeof letter>;

export function letterPlace(pharmacyNumber: string, id: string): FieldPlace {
	return { table: "mail_jobs", column: "letter", row: [pharmacyNumber, id] };
}

/** None when the record has no address or the portal sends no mail. `exp`: end of the paper, part of the holder link. */
export function letterJob(
	{ settings, cipher, clock }: ServerContext,
	options: { readonly pharmacyNumber: string; readonly record: RecordInput; readonly exp: NumericDate },
): readonly Prisma.MailJobCreateManyInput[] {
	const { pharmacyNumber, record, exp } = options;
	const { email } = record.contact;
	if (email === undefined || settings.smtpUrl === undefined) return [];
	const id = randomUUID();
	const link = `${settings.origins[0]}/pass#${record.holderToken}.${exp.toString(36)}`;
	const text: Letter = { email, locale: record.locale, link };
	return [
		{
			pharmacyNumber,
			id,
			recordKey: record.key,
			fieldKeyId: cipher.keyId,
			letterSealed: cipher.seal(letterPlace(pharmacyNumber, id), JSON.stringify(text)),
			nextAttemptAt: timestamp(clock()),
		},
	];
}
