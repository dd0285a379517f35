import type { Metadata } from "next";
import { messages } from "@/lib/i18n/messages";
import { DEFAULT_LOCALE } from "@/lib/shared/locale";
import { EnrolScreen } from "./enrol-screen";

export const metadata: Metadata = { title: messages[DEFAULT_LOCALE].enrol.title };

export default function EnrolPage() {
	return <EnrolScreen />;
}
