"use client";

import { useTranslations } from "next-intl";
import { StatusPill } from "@/app/_ui/status-pill";
import type { CodeResult, Finding, TestCode } from "@/lib/scan/calibration";
import { assertNever } from "@/lib/shared/assert-never";

/** From here on a pass takes longer to type than its holder likes to wait: 700 characters in 14 s. */
const SLOW_MS = 20;
/** Longer pauses tear a code in two (SC-11). */
const LONGEST_PAUSE_MS = 300;

/** What one code of the sheet says about the scanner, and what to set. */
export function CodeResultCard({ code, result }: { code: TestCode; result: CodeResult | undefined }) {
	const t = useTranslations("door.calibration");
	const good = result?.findings.length === 0;
	return (
		<div data-code={code} className="rounded-card border border-line bg-card px-4 py-3">
			<div className="flex flex-wrap items-center justify-between gap-2">
				<h3 className="font-semibold">{t(`codes.${code}`)}</h3>
				{result === undefined ? <StatusPill tone="plain">{t("waiting")}</StatusPill> : null}
				{good ? <StatusPill tone="ok">{t("good")}</StatusPill> : null}
			</div>
			{result === undefined ? null : <Words result={result} />}
		</div>
	);
}

function Words({ result }: { result: CodeResult }) {
	const t = useTranslations("door.calibration");
	const { findings, reading, suffix, gap, pause, code } = result;
	const lines = [
		...findings.map((finding) => <FindingWords key={finding.kind} finding={finding} />),
		...(code === "letters" ? [t(`reading.${reading}`), <SuffixWords key="suffix" suffix={suffix} />] : []),
		...(code === "length" ? [t("speed", { gap, pause })] : []),
		...(code === "length" && gap > SLOW_MS ? [t("slow")] : []),
		...(pause > LONGEST_PAUSE_MS ? [t("pauses")] : []),
	];
	return (
		<ul className="mt-2 list-disc pl-5">
			{lines.map((line, at) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: the lines of one result never change places
				<li key={at}>{line}</li>
			))}
		</ul>
	);
}

function SuffixWords({ suffix }: { suffix: CodeResult["suffix"] }) {
	const t = useTranslations("door.calibration");
	if (suffix === "none") return t("suffixNone");
	return suffix === "other" ? t("suffixOther") : t("suffix", { suffix });
}

function FindingWords({ finding }: { finding: Finding }) {
	const t = useTranslations("door.calibration.finding");
	switch (finding.kind) {
		case "case":
			return t(`case.${finding.became}`);
		case "controls":
			return t("controls", { lost: finding.lost.join(", ") });
		case "spaces":
		case "dropped":
		case "wrong":
			return t(finding.kind, { count: finding.count });
		default:
			return assertNever(finding);
	}
}
