import "server-only";
import { messages } from "@/lib/i18n/messages";
import type { Letter } from "./letter-job";

/** Plain text only, and nothing about health or a name: mail is read by more people than its addressee. */
export function writeLetter({ locale, link }: Letter): { readonly subject: string; readonly text: string } {
	const { subject, greeting, ready, birth, paper, automatic } = messages[locale].mail;
	return { subject, text: `${[greeting, ready, link, birth, paper, automatic].join("\n\n")}\n` };
}
