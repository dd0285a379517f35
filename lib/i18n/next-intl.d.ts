import type { Locale } from "@/lib/shared/locale";
import type { Messages } from "./messages";

// Makes every message key a type: a missing one does not compile.
declare module "next-intl" {
	interface AppConfig {
		Locale: Locale;
		Messages: Messages;
	}
}
