import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { messages } from "@/lib/i18n/messages";
import { DEFAULT_LOCALE } from "@/lib/shared/locale";
import { ServiceWorker } from "./_device/service-worker";
import { LocaleProvider } from "./_ui/locale";
import "./globals.css";

const { common } = messages[DEFAULT_LOCALE];

export const metadata: Metadata = {
	title: { default: common.name, template: `%s · ${common.name}` },
	description: common.tagline,
	applicationName: common.name,
	// Pages hold names and dates: no telephone guessing, no referrer with a holder's token.
	formatDetection: { telephone: false, date: false, address: false, email: false },
	referrer: "no-referrer",
	robots: { index: false, follow: false },
	appleWebApp: { capable: true, title: common.name, statusBarStyle: "default" },
	icons: { icon: "/icon.svg", apple: "/icon-180.png" },
};

export const viewport: Viewport = {
	width: "device-width",
	initialScale: 1,
	viewportFit: "cover",
	themeColor: "#f6f5f1",
};

export default function RootLayout({ children }: { children: ReactNode }) {
	return (
		<html lang={DEFAULT_LOCALE}>
			<body>
				<LocaleProvider>
					{children}
					<ServiceWorker />
				</LocaleProvider>
			</body>
		</html>
	);
}
