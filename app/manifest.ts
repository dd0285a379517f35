import type { MetadataRoute } from "next";
import { messages } from "@/lib/i18n/messages";
import { DEFAULT_LOCALE } from "@/lib/shared/locale";

export default function manifest(): MetadataRoute.Manifest {
	const { name, tagline } = messages[DEFAULT_LOCALE].common;
	return {
		id: "/",
		name,
		short_name: name,
		description: tagline,
		lang: DEFAULT_LOCALE,
		start_url: "/",
		scope: "/",
		display: "standalone",
		background_color: "#f6f5f1",
		theme_color: "#f6f5f1",
		icons: [
			{ src: "/icon.svg", type: "image/svg+xml", sizes: "any" },
			{ src: "/icon-192.png", type: "image/png", sizes: "192x192" },
			{ src: "/icon-512.png", type: "image/png", sizes: "512x512" },
			{ src: "/icon-maskable-512.png", type: "image/png", sizes: "512x512", purpose: "maskable" },
		],
	};
}
