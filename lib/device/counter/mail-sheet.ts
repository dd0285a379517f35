import "client-only";
import { type MailSheetAnswer, mailSheetAnswer } from "@/lib/protocol/mailed-sheets";
import { PATHS } from "@/lib/protocol/paths";
import { base64 } from "@/lib/shared/bytes";
import type { Locale } from "@/lib/shared/locale";
import { callFromDevice } from "../portal/call-from-device";

/** More than the portal waits for the mail server. */
const TIMEOUT = 60;

export type SheetToMail = {
	/** Of this sending: kept while it is tried again for the same address. */
	readonly key: string;
	readonly email: string;
	readonly locale: Locale;
	readonly pdf: Uint8Array;
};

/** `no_answer`: it may have been sent. `portal`: the portal said that it was not. */
export type Mailing = MailSheetAnswer | { readonly outcome: "no_answer" } | { readonly outcome: "portal" };

/** Hands a sheet over to be sent by mail. Nothing is stored here, and nothing is tried again by itself. */
export async function mailSheet({ pdf, ...named }: SheetToMail): Promise<Mailing> {
	const body = { ...named, pdf: base64(pdf) };
	const answered = await callFromDevice(PATHS.mailSheet, body, { answer: mailSheetAnswer, timeout: TIMEOUT });
	if (answered.ok) return answered.value;
	const { kind } = answered.error;
	return { outcome: kind === "unreachable" || kind === "broken" ? "no_answer" : "portal" };
}
