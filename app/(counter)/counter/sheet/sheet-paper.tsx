"use client";

import { QrCode } from "@/app/_ui/qr-code";
import type { AttestationSheet } from "@/lib/device/counter/sealed-attestation";
import { TrainingMark } from "../training/training-mark";
import { holderSide, rp1Side } from "./code-sides";
import { factRows, nameOf, type SheetTexts, sheetTexts, writtenName } from "./sheet-texts";
import type { PrintedSheet } from "./use-printing";

function sized(millimetres: number): { readonly width: string; readonly height: string } {
	return { width: `${millimetres}mm`, height: `${millimetres}mm` };
}

/**
 * The sheet: black on white, one page of A5 upright or across, or of A4 (sheet.css). French first, English below it.
 * What opens the durable pass stands below the cut line only: the part above is shown to strangers.
 */
export function SheetPaper({ page, origin }: { page: PrintedSheet; origin: string }) {
	const { sheet } = page;
	const texts = sheetTexts(page);
	const { fr, en } = texts;
	return (
		<article lang="fr" data-sheet={sheet.index} className="sheet bg-white text-black">
			<TrainingMark />
			<header className="sheet-head">
				{fr.reprint === undefined ? null : (
					<p className="sheet-reprint">
						{fr.reprint} <i lang="en">/ {en.reprint}</i>
					</p>
				)}
				<h1>
					{fr.title} — {fr.validUntil}
				</h1>
				<p className="sheet-en">
					<span lang="en">
						{en.title} — {en.validUntil}
					</span>
					<span>{fr.number}</span>
				</p>
			</header>
			<div className="sheet-main">
				<QrCode text={sheet.rp1} label={fr.qr} className="sheet-qr" style={sized(rp1Side(sheet.rp1))} />
				<Facts sheet={sheet} texts={texts} />
			</div>
			<div className="sheet-code">
				<span>
					<b>{fr.pharmacy}</b>
					<br />
					<small>
						{fr.codeHint} <i lang="en">/ {en.codeHint}</i>
						<br />
						{fr.codeUntil} <i lang="en">/ {en.codeUntil}</i>
					</small>
				</span>
				<b className="sheet-code-text">{sheet.checkCode.code}</b>
			</div>
			<p className="sheet-checkers">
				{fr.checkers} <i lang="en">{en.checkers}</i>
			</p>
			<Strip sheet={sheet} texts={texts} origin={origin} />
		</article>
	);
}

function Strip({ sheet, texts: { fr, en }, origin }: { sheet: AttestationSheet; texts: SheetTexts; origin: string }) {
	const link = origin + sheet.holderPath;
	return (
		<div className="sheet-strip">
			<p className="sheet-cut">
				{fr.tearOff} <i lang="en">/ {en.tearOff}</i>
			</p>
			<div className="sheet-strip-main">
				<div>
					<p>
						{fr.holder} <i lang="en">{en.holder}</i>
					</p>
					<p className="sheet-link">{link}</p>
					{fr.stripNumber === undefined ? null : (
						<p className="sheet-strip-number">
							{fr.stripNumber.label} <i lang="en">/ {en.stripNumber?.label}</i> <b>{fr.stripNumber.value}</b>
						</p>
					)}
				</div>
				<QrCode text={link} label={fr.holderQr} className="sheet-holder-qr" style={sized(holderSide(link))} />
			</div>
		</div>
	);
}

/** [SH-16] As it is signed, and beside it as the document has it in its own script. */
function Name({ sheet }: { sheet: AttestationSheet }) {
	const written = writtenName(sheet);
	return (
		<>
			{nameOf(sheet)}
			{written === undefined ? null : (
				<>
					{" "}
					<bdi className="sheet-written">{written}</bdi>
				</>
			)}
		</>
	);
}

function Facts({ sheet, texts }: { sheet: AttestationSheet; texts: SheetTexts }) {
	const rows = factRows(texts, sheet);
	return (
		<dl>
			{rows.map(({ label: [french, english], value }, i) => (
				<div key={french}>
					<dt>
						{french} <i lang="en">{english === french ? "" : `/ ${english}`}</i>
					</dt>
					<dd>{i === 0 ? <Name sheet={sheet} /> : value}</dd>
				</div>
			))}
		</dl>
	);
}
