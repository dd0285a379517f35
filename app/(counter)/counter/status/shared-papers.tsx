"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useCallback, useState } from "react";
import { useLive } from "@/app/_device/use-live";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { Notice, Strip } from "@/app/_ui/notice";
import { type IssueFailure, issueDraft } from "@/lib/device/counter/issue";
import type { AttestationSheet } from "@/lib/device/counter/sealed-attestation";
import { loadSharedPapers, type PaperToReplace, replacementDraft } from "@/lib/device/counter/shared-papers";
import type { UnlockedDevice } from "@/lib/device/identity/stored-device";
import { printDay } from "@/lib/entry/typed-day";

type SharedPapersProps = {
	device: UnlockedDevice;
	onPrint: (sheet: AttestationSheet) => void;
	/** There is something new to send. */
	wake: () => void;
};

/** [OL-5] People whose papers bear one number: all of them by name, and one press for each one's new sheet. */
export function SharedPapers({ device, onPrint, wake }: SharedPapersProps) {
	const t = useTranslations("life.shared");
	const { storageKey } = device;
	const query = useCallback(() => loadSharedPapers({ storageKey }), [storageKey]);
	const live = useLive(query);
	const [asking, setAsking] = useState(false);
	const [failure, setFailure] = useState<IssueFailure["code"]>();
	const shared = live.state === "ready" ? live.value : [];
	const needing = shared.flatMap(({ papers }) => papers).filter(({ state, issued }) => state === "needs" && !issued);
	if (shared.length === 0) return null;
	const replace = async (paper: PaperToReplace) => {
		setFailure(undefined);
		const issued = await issueDraft(await replacementDraft(paper, device));
		if (!issued.ok) return setFailure(issued.error.code);
		onPrint(issued.value);
		wake();
	};
	return (
		<>
			<div data-shared-papers={needing.length}>
				<Strip tone="compare">
					<span className="mr-3">{t.rich("strip", { b: (chunks) => <b>{chunks}</b>, count: needing.length })}</span>
					<Button compact onClick={() => setAsking(true)}>
						{t("open")}
					</Button>
				</Strip>
			</div>
			{asking ? (
				<Dialog title={t("title")} onClose={() => setAsking(false)} wide>
					<div className="grid gap-5">
						<p>{t("body")}</p>
						{failure === undefined ? null : (
							<Notice tone="no" alert title={t("failed")}>
								<FailureText code={failure} />
							</Notice>
						)}
						{shared.map(({ delegation, index, papers }) => (
							<section key={`${delegation}.${index}`} aria-labelledby={`shared-${delegation}-${index}`}>
								<h3 id={`shared-${delegation}-${index}`} className="font-semibold">
									{t("number", { number: String(index + 1) })}
								</h3>
								<ul className="mt-2 border-y border-line">
									{papers.map((paper) => (
										<PersonRow key={paper.key} paper={paper} onReplace={() => void replace(paper)} />
									))}
								</ul>
							</section>
						))}
					</div>
				</Dialog>
			) : null}
		</>
	);
}

function PersonRow({ paper, onReplace }: { paper: PaperToReplace; onReplace: () => void }) {
	const t = useTranslations("life.shared");
	const format = useFormatter();
	const { identity, signed, state, issued } = paper;
	const name = `${identity.family} ${identity.given}`.trim();
	const open = state === "needs";
	return (
		<li
			data-paper={issued && open ? "issued" : state}
			className="flex flex-wrap items-center gap-3 border-b border-line py-2 last:border-0"
		>
			<span className="grow">
				<b>{name}</b>
				<small className="ml-2 text-ink-2">
					{t("facts", {
						birth: printDay(identity.birth),
						time: format.dateTime(signed.t * 1000, { dateStyle: "short", timeStyle: "short" }),
					})}
				</small>
			</span>
			{open ? (
				<Button compact tone={issued ? "plain" : "primary"} onClick={onReplace}>
					{issued ? t("again") : t("replace")}
					<span className="sr-only"> {name}</span>
				</Button>
			) : (
				<span className="text-ink-2">{t(`state.${state}`)}</span>
			)}
		</li>
	);
}

/** In words; a reason that has none of its own is told by its code. */
function FailureText({ code }: { code: IssueFailure["code"] }) {
	const t = useTranslations("counter.failure");
	return <p>{t(code)}</p>;
}
