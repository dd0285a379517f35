import type { Metadata } from "next";
import { DEFAULT_LOCALE } from "@/lib/i18n/locale";
import { messages } from "@/lib/i18n/messages";
import { EnrolScreen } from "./enrol-screen";

export const metadata: Metadata = { title: messages[DEFAULT_LOCALE].enrol.title };

export default function EnrolPage() {
	return <EnrolScreen />;
}
