/** Lines of text under each other, each as wide as its column at most. */
import { encodeText, type Font } from "./helvetica";
import type { Ink, PdfPage, Place, TextPicture } from "./pdf-page";

/** Millimetres in a point. */
const POINT = 25.4 / 72;

/** Draws a text that the fonts do not have. */
export type DrawText = (text: string, drawn: { readonly bold: boolean }) => TextPicture;

export type Column = {
	readonly page: PdfPage;
	readonly drawText: DrawText;
	readonly x: number;
	readonly width: number;
};

/** Line height as a multiple of the size; below the base line there is a fifth of it. */
const LEADING = 1.2;
const ABOVE_BASE = 0.8;

export function heightOf(size: number): number {
	return size * LEADING * POINT;
}

/** Millimetres of a text on one line; undefined where the fonts do not have it. */
export function widthOf(text: string, { font, size }: Ink): number | undefined {
	const encoded = encodeText(text, font);
	return encoded && encoded.width * size * POINT;
}

/** Writes from `y` on; answers where the next line begins. */
export function writeLines(column: Column, text: string, at: { readonly y: number; readonly ink: Ink }): number {
	const { page, x, width } = column;
	const { ink } = at;
	if (encodeText(text, ink.font) === undefined) return drawLine(column, text, at);
	let y = at.y;
	for (const line of linesOf(text, ink, width)) {
		page.text(line, { x, y: y + ink.size * ABOVE_BASE * POINT * LEADING }, ink);
		y += heightOf(ink.size);
	}
	return y;
}

/** One line, as high as the others unless it has to be narrower. */
function drawLine(
	{ page, drawText, x, width }: Column,
	text: string,
	{ y, ink }: { readonly y: number; readonly ink: Ink },
): number {
	const picture = drawText(text, { bold: isBold(ink.font) });
	const wanted = heightOf(ink.size);
	const height = Math.min(wanted, (width / picture.width) * picture.height);
	page.picture(picture, { x, y }, { height, means: text });
	return y + wanted;
}

function isBold(font: Font): boolean {
	return font === "bold" || font === "monoBold";
}

function linesOf(text: string, ink: Ink, width: number): readonly string[] {
	const fits = (line: string) => (widthOf(line, ink) ?? 0) <= width;
	const lines: string[] = [];
	let line = "";
	for (const word of text.split(" ")) {
		const longer = line === "" ? word : `${line} ${word}`;
		if (fits(longer)) {
			line = longer;
			continue;
		}
		if (line !== "") lines.push(line);
		const [rest, ...full] = broken(word, fits).toReversed();
		lines.push(...full.toReversed());
		line = rest ?? "";
	}
	return [...lines, line];
}

/** A word that is wider than the column, in pieces that are not. */
function broken(word: string, fits: (text: string) => boolean): readonly string[] {
	const pieces: string[] = [];
	let piece = "";
	for (const letter of word) {
		if (piece !== "" && !fits(piece + letter)) {
			pieces.push(piece);
			piece = "";
		}
		piece += letter;
	}
	return [...pieces, piece];
}

/** To the left of `right`, on the line that begins at `y`. */
export function writeRight(page: PdfPage, text: string, { x: right, y }: Place, ink: Ink): void {
	page.text(text, { x: right - (widthOf(text, ink) ?? 0), y: y + ink.size * ABOVE_BASE * POINT * LEADING }, ink);
}
