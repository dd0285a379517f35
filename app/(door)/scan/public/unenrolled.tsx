"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { useLive } from "@/app/_device/use-live";
import { useStorage } from "@/app/_device/use-storage";
import { useStoragePromise } from "@/app/_device/use-storage-promise";
import { Button } from "@/app/_ui/button";
import { Progress } from "@/app/_ui/progress";
import { closePublicDoor, fetchPublicLists, openPublicDoor, readPublicDoor } from "@/lib/device/door/public-door";
import { goToMemory } from "@/lib/device/store/stand-in";
import type { AssignmentKind } from "@/lib/shared/assignment-kind";
import { ScannerPauseProvider } from "../check-in/scanner-pause";
import { useTrust } from "../keys/use-trust";
import { SupervisorProvider } from "../supervisor/supervisor-provider";
import { unlockSound } from "../verdict/feedback";
import { PublicDoor } from "./public-door";

const query = () => readPublicDoor();

/**
 * A browser that is no device: it may verify with the public lists. `refused`: it gives no database, so everything lies
 * in memory. `page`: the page around the offer, with what else can be done; shown until somebody verifies.
 */
export function Unenrolled({ refused, page }: { refused: boolean; page: (offer: ReactNode) => ReactNode }) {
	const common = useTranslations("common");
	const [opened, setOpened] = useState<AssignmentKind>();
	const live = useLive(query);
	if (live.state === "loading" && !refused) return page(<Progress label={common("loading")} />);
	const kept = live.state === "ready" ? live.value?.mode : undefined;
	const mode = kept ?? opened;
	if (mode !== undefined) {
		const end = () => {
			setOpened(undefined);
			void closePublicDoor();
		};
		return <Verifying mode={mode} onEnd={end} />;
	}
	const begin = async (chosen: AssignmentKind) => {
		unlockSound();
		if (refused) goToMemory("refused");
		await openPublicDoor(chosen);
		setOpened(chosen);
		await fetchPublicLists();
	};
	return page(<Offer onBegin={(chosen) => void begin(chosen)} />);
}

function Offer({ onBegin }: { onBegin: (mode: AssignmentKind) => void }) {
	const t = useTranslations("public.offer");
	return (
		<section aria-labelledby="public-offer" className="mt-4 grid gap-3 border-t border-line pt-6">
			<h2 id="public-offer" className="text-xl font-semibold">
				{t("title")}
			</h2>
			<p>{t("body")}</p>
			<Button onClick={() => onBegin("event")}>{t("event")}</Button>
			<Button onClick={() => onBegin("train")}>{t("train")}</Button>
		</section>
	);
}

function Verifying({ mode, onEnd }: { mode: AssignmentKind; onEnd: () => void }) {
	const common = useTranslations("common");
	const trust = useTrust();
	const forgets = useForgets();
	if (trust.state !== "open") return <Progress label={common("loading")} />;
	return (
		<ScannerPauseProvider>
			<SupervisorProvider>
				<PublicDoor trust={trust.trust} {...{ mode, forgets, onEnd }} />
			</SupervisorProvider>
		</ScannerPauseProvider>
	);
}

/** What this browser will have forgotten the next time: everything, maybe everything, or nothing. */
function useForgets(): "all" | "maybe" | undefined {
	const storage = useStorage();
	const { remedy } = useStoragePromise({ quietly: true });
	if (storage.state === "memory") return "all";
	return remedy === undefined ? undefined : "maybe";
}
