/**
 * A sheet that its holder wants by e-mail: the PDF that the counter made of it, handed to the mail server at once and kept
 * nowhere (spec SH-19).
 */
import { z } from "zod";
import { LOCALES } from "@/lib/shared/locale";
import { uuid } from "./fields";

/** Characters of base64: the PDF of a sheet has some 16,000. */
const PDF_LIMIT = 98_304;

/** `POST /api/sheets/mail`. */
export const mailSheetRequest = z.object({
	/** Of this sending. Sent again under the same key it is the same message, whose double mail systems drop. */
	key: uuid,
	email: z.email().max(254),
	/** Of the message; the sheet has both languages. */
	locale: z.enum(LOCALES),
	/** Base64. */
	pdf: z.base64().min(8).max(PDF_LIMIT),
});
export type MailSheetRequest = z.infer<typeof mailSheetRequest>;

/**
 * `no_mail_server`: this portal sends none. `unreachable`: the mail server does not answer, or says that it cannot take it
 * now. `too_many`: of this counter, or of all at once.
 */
const NOT_HANDED_REASONS = ["no_mail_server", "unreachable", "too_many"] as const;

export const mailSheetAnswer = z.discriminatedUnion("outcome", [
	/** The mail server has taken it: what becomes of it is no longer the portal's to know. */
	z.object({ outcome: z.literal("handed") }),
	/** The mail server will not take it for this address, by its reply code (RFC 5321). */
	z.object({ outcome: z.literal("refused"), code: z.int() }),
	/** Nothing was sent; it may be tried again. */
	z.object({ outcome: z.literal("not_handed"), reason: z.enum(NOT_HANDED_REASONS) }),
]);
export type MailSheetAnswer = z.infer<typeof mailSheetAnswer>;
