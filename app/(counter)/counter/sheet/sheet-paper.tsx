"use client";

import { QrCode } from "@/app/_ui/qr-code";
import type { AttestationSheet } from "@/lib/device/counter/sealed-attestation";
import { type SheetTexts, sheetTexts } from "./sheet-texts";

/**
 * The sheet: black on white, as wide as an A5 page between its margins (124 mm), so that it prints the same on A5 and
 * A4. French first, English below it.
 */
export function SheetPaper({ sheet, origin }: { sheet: AttestationSheet; origin: string }) {
	const texts = sheetTexts(sheet);
	const { fr, en } = texts;
	return (
		<article lang="fr" data-sheet={sheet.index} className="sheet bg-white text-black">
			<h1>
				{fr.title} — {fr.validUntil}
			</h1>
			<p className="sheet-en">
				<span lang="en">
					{en.title} — {en.validUntil}
				</span>
				<span>{fr.number}</span>
			</p>
			<div className="sheet-main">
				<QrCode text={sheet.rp1} label={fr.qr} className="sheet-qr" />
				<Facts sheet={sheet} texts={texts} />
			</div>
			<div className="sheet-code">
				<span>
					<b>{fr.pharmacy}</b>
					<br />
					<small>
						{fr.codeHint} <i lang="en">/ {en.codeHint}</i>
						<br />
						{fr.codeUntil}
					</small>
				</span>
				<b className="sheet-code-text">{sheet.checkCode.code}</b>
			</div>
			<div className="sheet-foot">
				<div>
					<p>{fr.checkers}</p>
					<p>
						{fr.holder} <i lang="en">{en.holder}</i>
					</p>
					<p className="sheet-link">{origin + sheet.holderPath}</p>
				</div>
				<QrCode text={origin + sheet.holderPath} label={fr.holderQr} className="sheet-holder-qr" />
			</div>
		</article>
	);
}

function Facts({ sheet, texts: { fr, en } }: { sheet: AttestationSheet; texts: SheetTexts }) {
	const rows = [
		{ label: [fr.name, en.name], value: `${sheet.person.family} ${sheet.person.given}` },
		{ label: [fr.born, en.born], value: fr.birth },
		{ label: [fr.performed, en.performed], value: fr.performedAt },
		...(fr.result && en.result
			? [{ label: [fr.result.label, en.result.label], value: `${fr.result.value} / ${en.result.value}` }]
			: []),
		...(fr.dose && en.dose ? [{ label: [fr.dose.label, en.dose.label], value: fr.dose.value }] : []),
		...(fr.product && en.product ? [{ label: [fr.product.label, en.product.label], value: fr.product.value }] : []),
		{ label: [fr.issuedBy, en.issuedBy], value: sheet.pharmacy.name },
	];
	return (
		<dl>
			{rows.map(({ label: [french, english], value }) => (
				<div key={french}>
					<dt>
						{french} <i lang="en">{english === french ? "" : `/ ${english}`}</i>
					</dt>
					<dd>{value}</dd>
				</div>
			))}
		</dl>
	);
}
