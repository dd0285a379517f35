/**
 * The sheet as a PDF of one A5 page: the same words, codes and sizes as on paper (sheet-paper.tsx, sheet.css). Black and
 * grey on white.
 */
import { qrRows } from "@/app/_ui/qr-code";
import { holderSide, rp1Side } from "../code-sides";
import { factRows, type SheetTexts, sheetTexts, writtenName } from "../sheet-texts";
import type { PrintedSheet } from "../use-printing";
import type { Ink, PdfPage } from "./pdf-page";
import { pdfPage } from "./pdf-page";
import { type Column, type DrawText, heightOf, widthOf, writeLines, writeRight } from "./text-flow";

const [WIDTH, HEIGHT] = [148, 210];
const [LEFT, TOP] = [12, 9];
const INNER = WIDTH - 2 * LEFT;
const GREY = 0.2;

const TITLE: Ink = { font: "bold", size: 13 };
const ENGLISH: Ink = { font: "plain", size: 8, grey: GREY };
const SMALL: Ink = { font: "plain", size: 7 };
const LABEL: Ink = { ...SMALL, grey: GREY };
const VALUE: Ink = { font: "bold", size: 9.5 };

type Drawing = {
	readonly page: PdfPage;
	readonly drawText: DrawText;
	readonly printed: PrintedSheet;
	readonly texts: SheetTexts;
	readonly link: string;
};

/** `origin`: of the holder link. The file. */
export function sheetPdf(
	printed: PrintedSheet,
	{ origin, drawText }: { readonly origin: string; readonly drawText: DrawText },
): Uint8Array<ArrayBuffer> {
	const page = pdfPage(WIDTH, HEIGHT);
	const texts = sheetTexts(printed);
	const drawing = { page, drawText, printed, texts, link: origin + printed.sheet.holderPath };
	const main = head(drawing);
	const code = Math.max(mainCode(drawing, main), facts(drawing, main)) + 2;
	const checkers = typedCode(drawing, code) + 1.5;
	const column = columnOf(drawing, LEFT, INNER);
	const strip = writeLines(column, `${texts.fr.checkers} ${texts.en.checkers}`, { y: checkers, ink: SMALL }) + 4;
	holderStrip(drawing, strip);
	return page.file({ title: `${texts.fr.title} / ${texts.en.title}`, lang: "fr" });
}

function columnOf({ page, drawText }: Drawing, x: number, width: number): Column {
	return { page, drawText, x, width };
}

/** Each of these draws from `y` on, and answers where the next part may begin. */
function head(drawing: Drawing): number {
	const { page, texts } = drawing;
	const { fr, en } = texts;
	const column = columnOf(drawing, LEFT, INNER);
	let y = TOP;
	if (fr.reprint !== undefined)
		y = writeLines(column, `${fr.reprint} / ${en.reprint}`, { y, ink: { ...SMALL, font: "bold" } });
	y = writeLines(column, `${fr.title} — ${fr.validUntil}`, { y, ink: TITLE }) + 1;
	writeRight(page, fr.number, { x: LEFT + INNER, y }, ENGLISH);
	const beside = INNER - (widthOf(fr.number, ENGLISH) ?? 0) - 4;
	return writeLines({ ...column, width: beside }, `${en.title} — ${en.validUntil}`, { y, ink: ENGLISH }) + 3;
}

function mainCode({ page, printed: { sheet } }: Drawing, y: number): number {
	const side = rp1Side(sheet.rp1);
	// Four modules of quiet zone are part of it.
	page.modules(qrRows(sheet.rp1), { x: LEFT - 2, y: y - 1 }, side);
	return y - 1 + side;
}

function facts(drawing: Drawing, top: number): number {
	const { printed, texts } = drawing;
	const { sheet } = printed;
	const x = LEFT - 2 + rp1Side(sheet.rp1) + 4;
	const column = columnOf(drawing, x, LEFT + INNER - x);
	const written = writtenName(sheet);
	let y = top;
	for (const [i, { label, value }] of factRows(texts, sheet).entries()) {
		const [french, english] = label;
		y = writeLines(column, english === french ? french : `${french} / ${english}`, { y, ink: LABEL });
		y = writeLines(column, value, { y, ink: VALUE });
		if (i === 0 && written !== undefined) y = writeLines(column, written, { y, ink: VALUE });
		y += 1;
	}
	return y;
}

function typedCode(drawing: Drawing, top: number): number {
	const { page, texts, printed } = drawing;
	const { fr, en } = texts;
	const ink: Ink = { font: "monoBold", size: 14 };
	const { code } = printed.sheet.checkCode;
	const width = widthOf(code, ink) ?? 0;
	const column = columnOf(drawing, LEFT + 3, INNER - 6 - width - 4);
	let y = writeLines(column, fr.pharmacy, { y: top + 1.5, ink: VALUE });
	y = writeLines(column, `${fr.codeHint} / ${en.codeHint}`, { y, ink: SMALL });
	y = writeLines(column, `${fr.codeUntil} / ${en.codeUntil}`, { y, ink: SMALL }) + 1.5;
	const middle = top + (y - top - heightOf(ink.size)) / 2;
	writeRight(page, code, { x: LEFT + INNER - 3, y: middle }, ink);
	page.box({ x: LEFT, y: top }, { width: INNER, height: y - top }, 0.5);
	return y;
}

function holderStrip(drawing: Drawing, top: number): void {
	const { page, texts, link } = drawing;
	const { fr, en } = texts;
	page.line({ x: LEFT, y: top }, { x: LEFT + INNER, y: top }, { width: 0.3, dash: 1 });
	const side = holderSide(link);
	const whole = columnOf(drawing, LEFT, INNER);
	const begin =
		writeLines(whole, `${fr.tearOff} / ${en.tearOff}`, { y: top + 2.5, ink: { ...SMALL, font: "bold" } }) + 1;
	const column = { ...whole, width: INNER - side - 4 };
	let y = writeLines(column, `${fr.holder} ${en.holder}`, { y: begin, ink: SMALL }) + 1;
	y = writeLines(column, link, { y, ink: { font: "mono", size: 7 } }) + 1;
	if (fr.stripNumber !== undefined) {
		const label = `${fr.stripNumber.label} / ${en.stripNumber?.label} `;
		writeLines(column, label, { y: y + 1.5, ink: SMALL });
		const x = LEFT + (widthOf(label, SMALL) ?? 0) + 1;
		writeLines({ ...column, x }, fr.stripNumber.value, { y, ink: { font: "monoBold", size: 13 } });
	}
	page.modules(qrRows(link), { x: LEFT + INNER - side, y: begin }, side);
}
