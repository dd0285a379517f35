/**
 * One page of a PDF (ISO 32000-1), drawn in millimetres from its upper left corner: text in the fonts that every reader has,
 * lines, and black squares and pictures for everything else. Nothing in it can run, link or load.
 */
import { zlibSync } from "fflate";
import { encodeText, FONT_NAMES, FONTS, type Font } from "./helvetica";

/** Points in a millimetre. */
const POINT = 72 / 25.4;

export type Place = { readonly x: number; readonly y: number };
/** `size` in points; `grey` from 0, black, to 1. */
export type Ink = { readonly font: Font; readonly size: number; readonly grey?: number };

/** Grey values of a text that the fonts do not have, row by row from above; 0 is black. */
export type TextPicture = { readonly width: number; readonly height: number; readonly grey: Uint8Array };

export type PdfPage = {
	/** `at`: the left end of the base line. The fonts must have every letter (`encodeText`). */
	readonly text: (text: string, at: Place, ink: Ink) => void;
	/** `at`: the upper left corner; as high as `height`. `means`: what is read aloud and copied. */
	readonly picture: (
		picture: TextPicture,
		at: Place,
		drawn: { readonly height: number; readonly means: string },
	) => void;
	/** Rows of modules from above, true is dark; `side` is that of the whole square. */
	readonly modules: (rows: readonly (readonly boolean[])[], at: Place, side: number) => void;
	readonly line: (from: Place, to: Place, stroke: { readonly width: number; readonly dash?: number }) => void;
	readonly box: (at: Place, size: { readonly width: number; readonly height: number }, width: number) => void;
	/** The whole file. `lang`: of the document. */
	readonly file: (about: { readonly title: string; readonly lang: string }) => Uint8Array<ArrayBuffer>;
};

/** Width and height in millimetres. */
export function pdfPage(width: number, height: number): PdfPage {
	const drawn: string[] = [];
	const pictures: TextPicture[] = [];
	const x = (mm: number) => number(mm * POINT);
	const y = (mm: number) => number((height - mm) * POINT);
	return {
		text: (text, at, { font, size, grey = 0 }) => {
			const encoded = encodeText(text, font);
			if (encoded === undefined) throw new Error("the fonts of this page do not have a letter");
			drawn.push(`BT ${number(grey)} g /${font} ${size} Tf ${x(at.x)} ${y(at.y)} Td <${hex(encoded.bytes)}> Tj ET`);
		},
		picture: (picture, at, { height: tall, means }) => {
			const wide = (picture.width / picture.height) * tall;
			const name = `/I${pictures.push(picture)}`;
			const matrix = `${x(wide)} 0 0 ${x(tall)} ${x(at.x)} ${y(at.y + tall)}`;
			// A letter that nobody sees, as wide as the picture: what stands for it is found where there is text.
			const unseen = `BT 3 Tr /mono ${x(tall)} Tf ${number(wide / tall / 0.006)} Tz ${x(at.x)} ${y(at.y + tall)} Td <78> Tj ET`;
			drawn.push(`/Span <</ActualText <${utf16(means)}>>> BDC q ${unseen} ${matrix} cm ${name} Do Q EMC`);
		},
		modules: (rows, at, side) => {
			const unit = number((side * POINT) / rows.length);
			// One path: what lies beside each other has no seam.
			const squares = rows.flatMap((row, fromTop) => darkRuns(row, rows.length - 1 - fromTop));
			drawn.push(`q ${unit} 0 0 ${unit} ${x(at.x)} ${y(at.y + side)} cm 0 g ${squares.join(" ")} f Q`);
		},
		line: (from, to, { width: thick, dash }) => {
			const dashes = dash === undefined ? "[] 0 d" : `[${x(dash)}] 0 d`;
			drawn.push(`q 0 G ${x(thick)} w ${dashes} ${x(from.x)} ${y(from.y)} m ${x(to.x)} ${y(to.y)} l S Q`);
		},
		box: (at, size, thick) => {
			const rectangle = `${x(at.x)} ${y(at.y + size.height)} ${x(size.width)} ${x(size.height)} re`;
			drawn.push(`q 0 G ${x(thick)} w ${rectangle} S Q`);
		},
		file: (about) => fileOf({ ...about, width: x(width), height: number(height * POINT), pictures, drawn }),
	};
}

function darkRuns(row: readonly boolean[], y: number): readonly string[] {
	const runs: string[] = [];
	for (let x = 0; x < row.length; x++) {
		if (!row[x]) continue;
		const start = x;
		while (row[x + 1]) x++;
		runs.push(`${start} ${y} ${x + 1 - start} 1 re`);
	}
	return runs;
}

type File = {
	readonly title: string;
	readonly lang: string;
	readonly width: string;
	readonly height: string;
	readonly pictures: readonly TextPicture[];
	readonly drawn: readonly string[];
};

function fileOf({ title, lang, width, height, pictures, drawn }: File): Uint8Array<ArrayBuffer> {
	const firstPicture = 6 + FONTS.length;
	const fonts = FONTS.map((font, i) => `/${font} ${6 + i} 0 R`).join(" ");
	const images = pictures.map((_, i) => `/I${i + 1} ${firstPicture + i} 0 R`).join(" ");
	const objects: Bytes[] = [
		ascii(
			`<</Type /Catalog /Pages 2 0 R /Lang (${lang}) /ViewerPreferences <</DisplayDocTitle true /PrintScaling /None>>>>`,
		),
		ascii("<</Type /Pages /Kids [3 0 R] /Count 1>>"),
		ascii(
			`<</Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}] /Contents 4 0 R /Resources <</Font <<${fonts}>> /XObject <<${images}>>>>>>`,
		),
		stream("", ascii(drawn.join("\n"))),
		ascii(`<</Title <${utf16(title)}>>>`),
		...FONTS.map((font) =>
			ascii(`<</Type /Font /Subtype /Type1 /BaseFont /${FONT_NAMES[font]} /Encoding /WinAnsiEncoding>>`),
		),
		...pictures.map((one) =>
			stream(
				`/Type /XObject /Subtype /Image /Width ${one.width} /Height ${one.height} /ColorSpace /DeviceGray /BitsPerComponent 8`,
				one.grey,
			),
		),
	];
	return assembled(objects);
}

type Bytes = Uint8Array;

/** Header, objects in their order from 1 (the first is the catalogue, the fifth says what this is), and where each begins. */
function assembled(objects: readonly Bytes[]): Uint8Array<ArrayBuffer> {
	const parts: Bytes[] = [ascii("%PDF-1.7\n"), Uint8Array.of(0x25, 0xe2, 0xe3, 0xcf, 0xd3, 0x0a)];
	let length = parts.reduce((sum, part) => sum + part.length, 0);
	const add = (part: Bytes) => {
		parts.push(part);
		length += part.length;
	};
	const starts = objects.map((object, i) => {
		const start = length;
		for (const part of [ascii(`${i + 1} 0 obj\n`), object, ascii("\nendobj\n")]) add(part);
		return start;
	});
	const table = length;
	const rows = starts.map((start) => `${String(start).padStart(10, "0")} 00000 n \n`).join("");
	const size = objects.length + 1;
	add(ascii(`xref\n0 ${size}\n0000000000 65535 f \n${rows}`));
	add(ascii(`trailer\n<</Size ${size} /Root 1 0 R /Info 5 0 R>>\nstartxref\n${table}\n%%EOF\n`));
	const file = new Uint8Array(length);
	let at = 0;
	for (const part of parts) {
		file.set(part, at);
		at += part.length;
	}
	return file;
}

function stream(entries: string, content: Bytes): Bytes {
	const packed = zlibSync(content, { level: 9 });
	const head = ascii(`<<${entries} /Filter /FlateDecode /Length ${packed.length}>>\nstream\n`);
	const tail = ascii("\nendstream");
	const whole = new Uint8Array(head.length + packed.length + tail.length);
	whole.set(head);
	whole.set(packed, head.length);
	whole.set(tail, head.length + packed.length);
	return whole;
}

function ascii(text: string): Bytes {
	return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/** At most four decimals, never in powers of ten. */
function number(value: number): string {
	return String(Number(value.toFixed(4)));
}

function hex(bytes: readonly number[]): string {
	return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function utf16(text: string): string {
	const units = Array.from({ length: text.length }, (_, i) => text.charCodeAt(i).toString(16).padStart(4, "0"));
	return `feff${units.join("")}`;
}
