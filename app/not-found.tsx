"use client";

import { useTranslations } from "next-intl";
import { ButtonLink } from "./_ui/button";
import { Header } from "./_ui/header";

export default function NotFound() {
	const t = useTranslations("common");
	return (
		<>
			<Header title={t("name")} />
			<main id="content" className="mx-auto max-w-lg px-5 py-16">
				<h1 className="mb-6 text-2xl font-semibold">{t("notFound.title")}</h1>
				<ButtonLink tone="primary" href="/">
					{t("notFound.home")}
				</ButtonLink>
			</main>
		</>
	);
}
