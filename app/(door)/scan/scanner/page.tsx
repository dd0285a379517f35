import type { Metadata } from "next";
import { messages } from "@/lib/i18n/messages";
import { DEFAULT_LOCALE } from "@/lib/shared/locale";
import { CalibrationPage } from "./calibration-page";

export const metadata: Metadata = { title: messages[DEFAULT_LOCALE].door.calibration.title };

/** [SC-16] The calibration sheet of hand scanners. It needs no enrolment: a shop may set its scanner up before. */
export default function ScannerPage() {
	return <CalibrationPage />;
}
