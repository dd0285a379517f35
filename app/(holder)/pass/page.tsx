import type { Metadata } from "next";
import { messages } from "@/lib/i18n/messages";
import { DEFAULT_LOCALE } from "@/lib/shared/locale";
import { PassApp } from "./pass-app";

export const metadata: Metadata = { title: messages[DEFAULT_LOCALE].holder.title };

/**
 * The holder's page. Static: the link's token stands after the `#` and is read by the page itself, so that no server,
 * log or referrer ever sees it in an address.
 */
export default function HolderPage() {
	return <PassApp />;
}
