"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useCallback, useState } from "react";
import { useLive } from "@/app/_device/use-live";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { Notice } from "@/app/_ui/notice";
import { Progress } from "@/app/_ui/progress";
import { closePositive, type DayPositive, isSettled, loadPositive } from "@/lib/device/counter/positive-store";
import { deviceNow } from "@/lib/device/trust/clock";
import { printDay } from "@/lib/entry/typed-day";
import type { PositiveInput } from "@/lib/protocol/positives";
import { formOfPositive } from "../entry/correction";
import type { CounterForm } from "../entry/form-state";
import { Fact } from "./fact";
import { fieldNameKey, refusalKey } from "./refusal-text";

type PositiveDialogProps = {
	positiveKey: string;
	storageKey: CryptoKey;
	begin: (form: CounterForm) => void;
	onClose: () => void;
};

/** [SH-18] A positive result that the authority did not take: why, of whom, and the two ways on. */
export function PositiveDialog({ positiveKey, storageKey, begin, onClose }: PositiveDialogProps) {
	const t = useTranslations("day.positives");
	const common = useTranslations("common");
	const live = useLive(useCallback(() => loadPositive(positiveKey, storageKey), [positiveKey, storageKey]));
	const [isClosing, setIsClosing] = useState(false);
	const correct = (result: PositiveInput) => {
		begin(formOfPositive({ key: positiveKey, result }));
		onClose();
	};
	const close = async () => {
		await closePositive(positiveKey, deviceNow());
		onClose();
	};
	const positive = live.state === "ready" ? live.value : undefined;
	return (
		<Dialog title={t(isClosing ? "closeTitle" : "refusedTitle")} onClose={onClose}>
			{live.state === "loading" ? <Progress label={common("loading")} /> : null}
			{live.state === "failed" ? <Notice tone="no">{t("failed")}</Notice> : null}
			{live.state === "ready" && (positive === undefined || isSettled(positive.row)) ? <p>{t("settled")}</p> : null}
			{positive === undefined || isSettled(positive.row) ? null : isClosing ? (
				<div className="grid gap-5">
					<p>{t("closeBody")}</p>
					<div className="flex flex-wrap gap-3">
						<Button tone="danger" onClick={() => void close()}>
							{t("closeConfirm")}
						</Button>
						<Button onClick={() => setIsClosing(false)}>{t("back")}</Button>
					</div>
				</div>
			) : (
				<Refused positive={positive} onCorrect={correct} onDismiss={() => setIsClosing(true)} />
			)}
		</Dialog>
	);
}

function Refused(props: { positive: DayPositive; onCorrect: (result: PositiveInput) => void; onDismiss: () => void }) {
	const { positive, onCorrect, onDismiss } = props;
	const { row, result } = positive;
	const t = useTranslations("day.positives");
	const counter = useTranslations("counter");
	const format = useFormatter();
	const at = (time: number) => format.dateTime(time * 1000, { dateStyle: "full", timeStyle: "short" });
	const field = row.state === "refused" ? fieldNameKey(row.field) : undefined;
	return (
		<div className="grid gap-5">
			{row.state === "refused" ? (
				<Notice tone="no" title={t("why")}>
					<p>
						{counter(`refusal.${refusalKey(row.reason)}`, { reason: row.reason })}
						{field === undefined ? null : ` (${counter(`fieldName.${field}`)})`}
					</p>
					<p>{t("toFix")}</p>
				</Notice>
			) : null}
			<dl className="grid grid-cols-[auto_1fr] gap-x-5 gap-y-2">
				{result === undefined ? null : (
					<>
						<Fact label={counter("entry.person")}>{`${result.identity.family} ${result.identity.given}`.trim()}</Fact>
						<Fact label={counter("entry.born")}>{printDay(result.identity.birth)}</Fact>
						<Fact label={counter("entry.sampledAt")}>{at(result.sampled.at)}</Fact>
					</>
				)}
				<Fact label={t("recorded")}>{at(row.queuedAt)}</Fact>
			</dl>
			<div className="flex flex-wrap gap-3">
				{result === undefined ? null : (
					<Button tone="primary" onClick={() => onCorrect(result)}>
						{t("correct")}
					</Button>
				)}
				<Button onClick={onDismiss}>{t("close")}</Button>
			</div>
		</div>
	);
}
