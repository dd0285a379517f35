"use client";

import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { Notice } from "@/app/_ui/notice";
import { isReturnedKnown, takeReturned } from "@/lib/device/counter/returned-sheet";
import type { ReturnedCode, ReturnedPaper } from "@/lib/kit/returned-paper";
import { PaperCamera } from "./paper-camera";
import { PaperFacts } from "./paper-facts";
import { PaperFieldset } from "./paper-fieldset";
import { type PaperFields, returnedAct } from "./paper-form";
import { useTypedCodes } from "./use-paper-reader";

type Outcome = "taken" | "known" | "failed";
type Props = { pharmacy: string; wake: () => void; onClose: () => void };

/** [QM-4] A sheet that another workstation issued before it failed: scanned, completed, and registered from here. */
export function ReturnedDialog({ pharmacy, wake, onClose }: Props) {
	const t = useTranslations("paper");
	const locale = useLocale();
	const [paper, setPaper] = useState<ReturnedPaper>();
	const [token, setToken] = useState<string>();
	const [said, setSaid] = useState<"other_pharmacy" | "not_a_sheet" | "strip_asks_birth">();
	const [done, setDone] = useState<Outcome>();
	const [camera, setCamera] = useState(false);
	const onPaper = async (read: ReturnedPaper) => {
		// Another sheet than before: nothing of that one's strip belongs to it.
		if (read.index !== paper?.index) setToken(undefined);
		const known = await isReturnedKnown(read);
		setPaper(known ? undefined : read);
		setDone(known ? "known" : undefined);
	};
	const onCode = (code: ReturnedCode) => {
		setSaid(undefined);
		if (code.outcome === "paper") void onPaper(code.paper);
		else if (code.outcome !== "strip") setSaid(code.outcome);
		else if (code.link.asks === "stripNumber") setToken(code.link.token);
		else setSaid("strip_asks_birth");
	};
	useTypedCodes(pharmacy, onCode);
	const register = async (fields: PaperFields) => {
		if (paper === undefined) return;
		const taken = await takeReturned(returnedAct(fields, { paper, token }, locale));
		setDone(!taken.ok ? "failed" : taken.value.known ? "known" : "taken");
		if (!taken.ok) return;
		setPaper(undefined);
		setToken(undefined);
		wake();
	};
	return (
		<Dialog title={t("title")} onClose={onClose}>
			<div className="grid gap-5">
				<p>{t("body")}</p>
				<div role="status" className="empty:hidden">
					{said === undefined ? null : <Notice tone="compare">{t(said)}</Notice>}
					{done === undefined ? null : <Done outcome={done} />}
				</div>
				{camera ? <PaperCamera pharmacy={pharmacy} onCode={onCode} /> : null}
				<div>
					<Button aria-pressed={camera} onClick={() => setCamera(!camera)}>
						{t(camera ? "camera.stop" : "camera.start")}
					</Button>
				</div>
				{paper === undefined ? (
					<p className="font-semibold">{t("scan")}</p>
				) : (
					<>
						<PaperFacts paper={paper} />
						<PaperFieldset key={paper.index} scanned={{ paper, token }} onDone={register} />
					</>
				)}
				<p className="text-sm text-ink-2">{t("lost")}</p>
			</div>
		</Dialog>
	);
}

function Done({ outcome }: { outcome: Outcome }) {
	const t = useTranslations("paper.done");
	return (
		<Notice tone={outcome === "failed" ? "no" : "ok"}>
			<span data-returned={outcome}>{t(outcome)}</span>
		</Notice>
	);
}
