import type { Metadata } from "next";
import { messages } from "@/lib/i18n/messages";
import { DEFAULT_LOCALE } from "@/lib/shared/locale";
import { CounterApp } from "./counter-app";

export const metadata: Metadata = { title: messages[DEFAULT_LOCALE].counter.title };

export default function CounterPage() {
	return <CounterApp />;
}
