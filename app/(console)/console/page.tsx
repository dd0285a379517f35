import type { Metadata } from "next";
import { messages } from "@/lib/i18n/messages";
import { DEFAULT_LOCALE } from "@/lib/shared/locale";
import { ConsoleApp } from "./console-app";

export const metadata: Metadata = { title: messages[DEFAULT_LOCALE].console.title };

/** The operator's console. The page itself is static and empty; everything in it is fetched with the session. */
export default function ConsolePage() {
	return <ConsoleApp />;
}
