/**
 * What the PDF fonts that every reader has can write, and how wide it is: WinAnsi letters (PDF 32000-1 annex D.2) in
 * Helvetica, Helvetica bold and Courier. Widths are thousandths of the font's size, from Adobe's font metrics; a letter with
 * an accent is as wide as the letter.
 */
export const FONTS = ["plain", "bold", "mono", "monoBold"] as const;
export type Font = (typeof FONTS)[number];

export const FONT_NAMES: Readonly<Record<Font, string>> = {
	plain: "Helvetica",
	bold: "Helvetica-Bold",
	mono: "Courier",
	monoBold: "Courier-Bold",
};

const COURIER = 600;

/** From the space to the tilde, in the order of ASCII. */
const PLAIN = widths(
	`278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 584 584
	584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 278
	278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500
	500 334 260 334 584`,
);
const BOLD = widths(
	`278 333 474 556 556 889 722 238 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 333 333 584 584
	584 611 975 722 722 722 722 667 611 778 722 278 556 722 611 833 722 778 667 778 722 667 611 722 667 944 667 667 611 333
	278 333 584 556 333 556 611 556 611 556 333 611 611 278 278 556 278 889 611 611 611 611 389 556 333 611 556 778 556 556
	500 389 280 389 584`,
);

function widths(text: string): readonly number[] {
	return text.trim().split(/\s+/).map(Number);
}

type Special = { readonly byte: number; readonly plain: number; readonly bold: number };

/** Beyond ASCII, what is no letter with an accent. */
const SPECIAL = new Map<string, Special>([
	["€", { byte: 0x80, plain: 556, bold: 556 }],
	["…", { byte: 0x85, plain: 1000, bold: 1000 }],
	["Œ", { byte: 0x8c, plain: 1000, bold: 1000 }],
	["‘", { byte: 0x91, plain: 222, bold: 278 }],
	["’", { byte: 0x92, plain: 222, bold: 278 }],
	["“", { byte: 0x93, plain: 333, bold: 500 }],
	["”", { byte: 0x94, plain: 333, bold: 500 }],
	["•", { byte: 0x95, plain: 350, bold: 350 }],
	["–", { byte: 0x96, plain: 556, bold: 556 }],
	["—", { byte: 0x97, plain: 1000, bold: 1000 }],
	["™", { byte: 0x99, plain: 1000, bold: 1000 }],
	["œ", { byte: 0x9c, plain: 944, bold: 944 }],
	["\u00a0", { byte: 0xa0, plain: 278, bold: 278 }],
	// Between a number and its unit, in French: the fonts have one space that does not break.
	["\u202f", { byte: 0xa0, plain: 278, bold: 278 }],
	["«", { byte: 0xab, plain: 556, bold: 556 }],
	["®", { byte: 0xae, plain: 737, bold: 737 }],
	["°", { byte: 0xb0, plain: 400, bold: 400 }],
	["·", { byte: 0xb7, plain: 278, bold: 278 }],
	["»", { byte: 0xbb, plain: 556, bold: 556 }],
	["Æ", { byte: 0xc6, plain: 1000, bold: 1000 }],
	["Ð", { byte: 0xd0, plain: 722, bold: 722 }],
	["×", { byte: 0xd7, plain: 584, bold: 584 }],
	["Ø", { byte: 0xd8, plain: 778, bold: 778 }],
	["Þ", { byte: 0xde, plain: 667, bold: 667 }],
	["ß", { byte: 0xdf, plain: 611, bold: 611 }],
	["æ", { byte: 0xe6, plain: 889, bold: 889 }],
	["ð", { byte: 0xf0, plain: 556, bold: 611 }],
	["ø", { byte: 0xf8, plain: 611, bold: 611 }],
	["þ", { byte: 0xfe, plain: 556, bold: 611 }],
]);

type Glyph = { readonly byte: number; readonly width: number };

/** Undefined for what these fonts do not have. */
function glyphOf(letter: string, font: Font): Glyph | undefined {
	const mono = font === "mono" || font === "monoBold";
	const special = SPECIAL.get(letter);
	if (special !== undefined) {
		const width = font === "bold" ? special.bold : special.plain;
		return { byte: special.byte, width: mono ? COURIER : width };
	}
	const code = letter.codePointAt(0) ?? 0;
	const isLatin1 = code >= 0xc0 && code <= 0xff;
	const base = isLatin1 ? (letter.normalize("NFD")[0] ?? "") : letter;
	const width = (font === "bold" ? BOLD : PLAIN)[(base.codePointAt(0) ?? 0) - 0x20];
	if (width === undefined) return undefined;
	return { byte: code, width: mono ? COURIER : width };
}

/** The bytes of a text and its width at size 1; undefined where a letter is missing. */
export function encodeText(
	text: string,
	font: Font,
): { readonly bytes: readonly number[]; readonly width: number } | undefined {
	const bytes: number[] = [];
	let width = 0;
	for (const letter of text.normalize("NFC")) {
		const glyph = glyphOf(letter, font);
		if (glyph === undefined) return undefined;
		bytes.push(glyph.byte);
		width += glyph.width;
	}
	return { bytes, width: width / 1000 };
}
