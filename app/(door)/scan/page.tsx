import type { Metadata, Viewport } from "next";
import { messages } from "@/lib/i18n/messages";
import { DEFAULT_LOCALE } from "@/lib/shared/locale";
import { DoorTheme } from "./display/door-theme";
import { DoorApp } from "./door-app";
import "./door.css";

export const metadata: Metadata = { title: messages[DEFAULT_LOCALE].door.title };

export const viewport: Viewport = {
	width: "device-width",
	initialScale: 1,
	viewportFit: "cover",
	themeColor: "#0b0e14",
};

/** The door. The page is static and empty: everything in it comes from this device's own storage. */
export default function ScanPage() {
	return (
		<DoorTheme>
			<DoorApp />
		</DoorTheme>
	);
}
