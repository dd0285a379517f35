"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useLive } from "@/app/_device/use-live";
import { EmptyState } from "@/app/_ui/empty-state";
import { Header } from "@/app/_ui/header";
import { Notice } from "@/app/_ui/notice";
import { Progress } from "@/app/_ui/progress";
import { type KeptPass, keptPasses, linkId } from "@/lib/device/holder/kept-pass";
import { type HolderLink, readHolderLink } from "@/lib/protocol/holder-link";
import { LinkedPass } from "./linked-pass";
import { PassView } from "./pass-view";
import { useTakenBack } from "./use-taken-back";

const query = () => keptPasses();

/** Which pass: the one that the link names, else those that are kept on this device. */
export function PassApp() {
	const t = useTranslations("holder");
	const common = useTranslations("common");
	const fragment = useFragment();
	const kept = useLive(query);
	const link = fragment === undefined ? undefined : readHolderLink(fragment);
	const id = useLinkId(link);
	const waiting = fragment === undefined || kept.state === "loading" || (link !== undefined && id === undefined);
	const passes = kept.state === "ready" ? kept.value : [];
	return (
		<>
			<Header title={t("title")} />
			<main id="content" className="mx-auto max-w-md px-5 py-6">
				{waiting ? <Progress label={common("loading")} /> : null}
				{!waiting && link === undefined ? <WithoutLink passes={passes} broken={fragment.length > 1} /> : null}
				{!waiting && link !== undefined && id !== undefined ? (
					<LinkedPass key={id} link={link} id={id} kept={passes.find((pass) => pass.id === id)} />
				) : null}
			</main>
		</>
	);
}

function WithoutLink({ passes, broken }: { passes: readonly KeptPass[]; broken: boolean }) {
	const t = useTranslations("holder");
	return (
		<div className="grid gap-10">
			{broken ? (
				<Notice tone="compare" alert title={t("brokenLink.title")}>
					{t("brokenLink.body")}
				</Notice>
			) : null}
			{passes.length === 0 ? <EmptyState title={t("noLink.title")}>{t("noLink.body")}</EmptyState> : null}
			{passes.map((pass) => (
				<KeptWithoutLink key={pass.id} pass={pass} />
			))}
		</div>
	);
}

function KeptWithoutLink({ pass: { id, hc1 } }: { pass: KeptPass }) {
	const t = useTranslations("holder.takenBack");
	const takenBack = useTakenBack(hc1);
	return (
		<div className="grid gap-5">
			{takenBack ? (
				<Notice tone="compare" alert title={t("title")}>
					{t("withoutLink")}
				</Notice>
			) : null}
			<PassView hc1={hc1} id={id} kept />
		</div>
	);
}

/** Undefined until the page runs: it is rendered without an address. */
function useFragment(): string | undefined {
	return useSyncExternalStore(
		(listener) => {
			window.addEventListener("hashchange", listener);
			return () => window.removeEventListener("hashchange", listener);
		},
		() => window.location.hash,
		() => undefined,
	);
}

function useLinkId(link: HolderLink | undefined): string | undefined {
	const [found, setFound] = useState<{ token: string; id: string }>();
	const token = link?.token;
	useEffect(() => {
		if (token === undefined) return;
		let left = false;
		void linkId(token).then((id) => {
			if (!left) setFound({ token, id });
		});
		return () => {
			left = true;
		};
	}, [token]);
	return found?.token === token ? found?.id : undefined;
}
