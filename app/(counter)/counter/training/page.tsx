import type { Metadata } from "next";
import { messages } from "@/lib/i18n/messages";
import { DEFAULT_LOCALE } from "@/lib/shared/locale";
import { TrainingApp } from "./training-app";

export const metadata: Metadata = { title: messages[DEFAULT_LOCALE].training.title };

export default function TrainingPage() {
	return <TrainingApp />;
}
