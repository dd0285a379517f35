"use client";

import { useTranslations } from "next-intl";
import { useLive } from "@/app/_device/use-live";
import { Button, ButtonLink } from "@/app/_ui/button";
import { LocaleSwitch } from "@/app/_ui/locale-switch";
import { Notice } from "@/app/_ui/notice";
import { QrCode } from "@/app/_ui/qr-code";
import { forgetScannerCheck, readScannerCheck } from "@/lib/device/door/scanner-check";
import { survive } from "@/lib/device/store/stand-in";
import { TEST_CODES, TEST_TEXTS } from "@/lib/scan/calibration";
import { CodeResultCard } from "./code-result-card";
import { type Calibration, useCalibration } from "./use-calibration";

/** The sheet, for a printer or another screen, and beside it what the scanner on this device makes of it. */
export function CalibrationPage() {
	const t = useTranslations("door.calibration");
	const calibration = useCalibration();
	return (
		<main id="content" className="mx-auto grid max-w-3xl gap-6 bg-paper px-5 pt-6 pb-10 text-ink print:p-0">
			<div className="screen-only grid gap-4">
				<div className="flex items-center justify-between gap-3">
					<ButtonLink href="/scan">{t("back")}</ButtonLink>
					<LocaleSwitch />
				</div>
				<h1 className="text-3xl font-bold text-balance">{t("title")}</h1>
				<p>{t("intro")}</p>
				<Kept />
				<Listening calibration={calibration} />
			</div>
			<Sheet />
			<Button className="screen-only" tone="primary" onClick={() => window.print()}>
				{t("print")}
			</Button>
		</main>
	);
}

const kept = () => readScannerCheck();

function Kept() {
	const t = useTranslations("door.calibration");
	const live = useLive(kept);
	if (live.state !== "ready" || live.value === undefined) return null;
	const { sound } = live.value;
	return (
		<Notice tone={sound ? "ok" : "compare"} title={t(sound ? "kept" : "keptUnsound")}>
			<Button compact className="mt-2" onClick={() => void survive(() => forgetScannerCheck())}>
				{t("forget")}
			</Button>
		</Notice>
	);
}

function Listening({ calibration }: { calibration: Calibration }) {
	const t = useTranslations("door.calibration");
	const { results, stray } = calibration;
	const scanned = TEST_CODES.flatMap((code) => results[code] ?? []);
	const sound = scanned.every(({ findings }) => findings.length === 0);
	return (
		<section aria-label={t("results")} className="grid gap-3">
			<h2 className="text-xl font-semibold">{t("results")}</h2>
			{TEST_CODES.map((code) => (
				<CodeResultCard key={code} code={code} result={results[code]} />
			))}
			<div role="status" data-calibration={scanned.length === 0 ? "none" : sound ? "good" : "bad"}>
				{stray ? <Notice tone="compare">{t("notOurs")}</Notice> : null}
				{scanned.length === 0 || stray ? null : (
					<Notice tone={sound ? "ok" : "compare"}>
						{sound ? t(scanned.length < TEST_CODES.length ? "unfinished" : "sound") : t("notSound")}
					</Notice>
				)}
			</div>
		</section>
	);
}

/** Drawn large and apart: a hand scanner reads whatever is in its light. */
function Sheet() {
	const t = useTranslations("door.calibration");
	return (
		<section aria-label={t("sheetTitle")} className="grid gap-8 rounded-card bg-white p-5 text-black">
			<div>
				<h2 className="text-xl font-semibold">{t("sheetTitle")}</h2>
				<p>{t("sheetIntro")}</p>
			</div>
			{TEST_CODES.map((code) => (
				<figure key={code} className="grid break-inside-avoid justify-items-center gap-2">
					<QrCode
						text={TEST_TEXTS[code]}
						label={t(`codes.${code}`)}
						className={code === "length" ? "w-[min(100%,9.500cm)]" : "w-[min(100%,5cm)]"}
					/>
					<figcaption>{t(`codes.${code}`)}</figcaption>
				</figure>
			))}
		</section>
	);
}
