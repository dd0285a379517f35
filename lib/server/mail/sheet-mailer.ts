/**
 * Hands a sheet's PDF to the mail server while somebody waits for the answer. Nothing is stored and nothing is tried again:
 * whoever asked knows what came of it, and has a printer.
 */
import "server-only";
import { messages } from "@/lib/i18n/messages";
import type { Locale } from "@/lib/shared/locale";
import type { Settings } from "../settings/settings";
import { smtpFault, smtpTransport } from "./smtp";

/** A slow mail server must not hold the portal's places: who comes beyond so many is told to print. */
const AT_ONCE = 6;
const PATIENCE_MS = 8_000;

type MailedSheet = {
	/** Of this sending: makes the Message-ID. */
	readonly key: string;
	readonly email: string;
	readonly locale: Locale;
	readonly pdf: Buffer;
};

export type Handing =
	| { readonly outcome: "handed" }
	| { readonly outcome: "refused"; readonly reply: number }
	| { readonly outcome: "unreachable"; readonly code: string }
	| { readonly outcome: "full" };

export type SheetMailer = {
	readonly hand: (sheet: MailedSheet) => Promise<Handing>;
	readonly close: () => void;
};

export function sheetMailer(settings: Settings, smtpUrl: string): SheetMailer {
	const transport = smtpTransport(smtpUrl, PATIENCE_MS);
	const host = new URL(settings.origins[0]).hostname;
	let busy = 0;
	return {
		hand: async ({ key, email, locale, pdf }) => {
			if (busy >= AT_ONCE) return { outcome: "full" };
			busy += 1;
			try {
				await transport.sendMail({
					from: settings.mailFrom,
					to: email,
					messageId: `<${key}@${host}>`,
					headers: { "Auto-Submitted": "auto-generated" },
					...message(locale),
					attachments: [{ filename: "attestation.pdf", contentType: "application/pdf", content: pdf }],
				});
				return { outcome: "handed" };
			} catch (fault) {
				const { code, reply, permanent } = smtpFault(fault);
				if (permanent && reply !== undefined) return { outcome: "refused", reply };
				return { outcome: "unreachable", code };
			} finally {
				busy -= 1;
			}
		},
		close: () => transport.close(),
	};
}

/** Nothing about health and no name: what is outside the file is read by more people. */
function message(locale: Locale): { readonly subject: string; readonly text: string } {
	const { subject, greeting, attached, strip, wrong } = messages[locale].mail.sheet;
	const { automatic } = messages[locale].mail;
	return { subject, text: `${[greeting, attached, strip, wrong, automatic].join("\n\n")}\n` };
}
