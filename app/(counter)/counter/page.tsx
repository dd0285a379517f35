import type { Metadata } from "next";
import { DEFAULT_LOCALE } from "@/lib/i18n/locale";
import { messages } from "@/lib/i18n/messages";
import { CounterApp } from "./counter-app";

export const metadata: Metadata = { title: messages[DEFAULT_LOCALE].counter.title };

export default function CounterPage() {
	return <CounterApp />;
}
