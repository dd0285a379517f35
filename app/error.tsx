"use client";

import { useTranslations } from "next-intl";
import { Button } from "./_ui/button";

/** What is shown after a bug threw. The error itself may hold a person's data: it is not shown. */
export default function PageCrashed() {
	const t = useTranslations("common");
	return (
		<main id="content" className="mx-auto max-w-lg px-5 py-16">
			<h1 className="text-2xl font-semibold">{t("crash.title")}</h1>
			<p className="mt-3 mb-6">{t("crash.body")}</p>
			<Button tone="primary" onClick={() => window.location.reload()}>
				{t("crash.reload")}
			</Button>
		</main>
	);
}
