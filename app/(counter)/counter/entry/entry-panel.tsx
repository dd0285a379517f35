"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Notice } from "@/app/_ui/notice";
import type { CounterOutlook } from "@/lib/device/counter/counter-outlook";
import { isOwnZone } from "@/lib/entry/own-zones";
import { AttestationForm } from "./attestation-form";
import { IssueBar } from "./issue-bar";
import type { Counter, Heard } from "./use-counter";

/** The form while it is filled in, with what it replaces above and the button below. */
export function EntryPanel({ counter, outlook }: { counter: Counter; outlook: CounterOutlook }) {
	const t = useTranslations("counter");
	const entry = useTranslations("entry");
	const { form, phase, context } = counter;
	return (
		<>
			{form.corrects === undefined ? null : (
				<div className="mb-5">
					<Notice tone="compare">{t("correcting", { number: String(form.corrects.number) })}</Notice>
				</div>
			)}
			{form.redoes === undefined ? null : (
				<div className="mb-5">
					<Notice tone="compare">{entry("positive.redoing")}</Notice>
				</div>
			)}
			{isOwnZone(context.zone) ? null : (
				<div className="mb-5">
					<Notice tone="compare" title={entry("otherZone.title", { zone: context.zone })}>
						{entry("otherZone.body")}
					</Notice>
				</div>
			)}
			<HeardLine heard={counter.heard} />
			<AttestationForm
				heard={counter.heard}
				form={form}
				problems={counter.problems}
				found={phase.state === "filling" ? phase.found : undefined}
				context={context}
				onChange={counter.change}
				onAct={counter.chooseAct}
				onProduct={counter.chooseProduct}
				onLeave={counter.leave}
			/>
			<IssueBar counter={counter} outlook={outlook} />
		</>
	);
}

/** What became of the last scan, or of what the software gave; always there, so that it is announced. */
function HeardLine({ heard }: { heard: Heard | undefined }) {
	return (
		<div role="status" className="mb-4 empty:hidden">
			{heard === undefined ? null : (
				<Notice tone={isHeard(heard) ? "plain" : "compare"}>
					<HeardWords heard={heard} />
				</Notice>
			)}
		</div>
	);
}

function HeardWords({ heard }: { heard: Heard }) {
	const t = useTranslations("entry.scanned");
	const software = useTranslations("software");
	const format = useFormatter();
	if (heard.type === "unprepared") return software(`unread.${heard.why}`);
	if (heard.type !== "prepared") return t(sentenceOf(heard));
	const members = heard.left.map((member) => software(`member.${member}`));
	return (
		<>
			<p>{software("filled")}</p>
			{members.length === 0 ? null : <p>{software("left", { members: format.list(members) })}</p>}
		</>
	);
}

function isHeard(heard: Heard): boolean {
	if (heard.type === "prepared") return heard.left.length === 0;
	return heard.type !== "misread" && heard.type !== "unprepared";
}

function sentenceOf(scanned: Extract<Heard, { readonly type: "document" | "box" | "misread" }>) {
	switch (scanned.type) {
		case "document":
			return scanned.read.shortened ? "documentShortened" : "document";
		case "box":
			return scanned.read.lot === undefined ? "boxWithoutLot" : "box";
		case "misread":
			return scanned.of === "box" ? "misreadBox" : "misreadDocument";
	}
}
