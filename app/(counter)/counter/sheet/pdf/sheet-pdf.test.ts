/** The sheet as a PDF, read back as any reader and any printer would. */
import "fake-indexeddb/auto";
import { describe, expect, it } from "vitest";
import { issueDraft } from "@/lib/device/counter/issue";
import type { AttestationSheet } from "@/lib/device/counter/sealed-attestation";
import { draft, enrolledCounter } from "@/tests/support/enrolled-counter";
import { canPrint, colouredShare, DPI, printedPages, textOfPdf } from "@/tests/support/printed-pdf";
import { measureCodes } from "@/tests/support/read-codes";
import { sheetTexts } from "../sheet-texts";
import { encodeText } from "./helvetica";
import { sheetPdf } from "./sheet-pdf";

const ORIGIN = "https://relais.essai.example";

async function issued(overrides: Parameters<typeof draft>[0] = {}): Promise<AttestationSheet> {
	const made = await issueDraft(draft(overrides), await enrolledCounter());
	if (!made.ok) throw new Error(made.error.code);
	return made.value;
}

const drawn: string[] = [];
/** What the browser would draw, as a black bar. */
const drawText = (text: string) => {
	drawn.push(text);
	return { width: 20 * text.length, height: 40, grey: new Uint8Array(20 * text.length * 40) };
};

const pdfOf = (sheet: AttestationSheet, reprintedAt?: Date) =>
	sheetPdf({ sheet, reprintedAt }, { origin: ORIGIN, drawText });

const plain = (text: string) => text.replace(/\s+/g, " ").trim();

describe("[SH-19] the sheet as a PDF", () => {
	it("is one page without colour: both codes read off it at 150 dpi, modules of half a millimetre", async (context) => {
		if (!(await canPrint())) context.skip("poppler-utils is not installed");
		const sheet = await issued({
			identity: {
				family: "D'ESSAI-LONGUENOM DE LA TRÈS LONGUE RUE",
				given: "Camille Aimée",
				birth: "1990-02-03",
				sex: "F",
			},
		});
		const pdf = pdfOf(sheet);
		const pages = await printedPages(pdf);
		expect(pages).toHaveLength(1);
		expect(await colouredShare(pdf)).toBe(0);
		const codes = await measureCodes(pages[0] as Buffer, DPI);
		expect(codes.map(({ text }) => text).sort()).toEqual([sheet.rp1, ORIGIN + sheet.holderPath].sort());
		for (const { millimetres } of codes) expect(millimetres).toBeGreaterThanOrEqual(0.5);
	});

	it("says in both languages what the paper says, with check code, link and strip number", async (context) => {
		if (!(await canPrint())) context.skip("poppler-utils is not installed");
		const sheet = await issued({
			identity: { family: "ESSAI-MÜLLER", given: "Zoë Œuvre", birth: "1990-02-03", sex: "X" },
		});
		const text = await textOfPdf(pdfOf(sheet));
		const { fr, en } = sheetTexts({ sheet });
		for (const words of [fr, en]) {
			for (const part of [
				words.title,
				words.performed,
				words.codeHint,
				words.codeUntil,
				words.checkers,
				words.tearOff,
				words.holder,
			]) {
				expect(text).toContain(plain(part));
			}
			expect(text).toContain(plain(`${words.title} — ${words.validUntil}`));
		}
		expect(text).toContain("ESSAI-MÜLLER Zoë Œuvre");
		expect(text).toContain(sheet.checkCode.code);
		expect(text).toContain(fr.stripNumber?.value);
		expect(text.replaceAll(" ", "")).toContain(ORIGIN + sheet.holderPath);
		expect(text).not.toContain("RÉIMPRESSION");
		expect(await textOfPdf(pdfOf(sheet, new Date(0)))).toContain("RÉIMPRESSION");
	});

	it("draws names that the fonts do not have, and says them to whoever copies or reads aloud", async (context) => {
		if (!(await canPrint())) context.skip("poppler-utils is not installed");
		const sheet = await issued({
			identity: {
				family: "ΔΟΚΙΜΉ",
				given: "Ελένη",
				latin: { family: "DOKIMI", given: "Eleni" },
				birth: "1961-03-04",
				sex: "F",
			},
		});
		drawn.length = 0;
		const pdf = pdfOf({ ...sheet, person: { ...sheet.person, given: "Łucja" } });
		expect(drawn).toEqual(["DOKIMI Łucja", "ΔΟΚΙΜΉ Ελένη"]);
		const text = await textOfPdf(pdf);
		expect(text).toContain("DOKIMI Łucja ΔΟΚΙΜΉ Ελένη");
		expect(await measureCodes((await printedPages(pdf))[0] as Buffer, DPI)).toHaveLength(2);
	});

	it("names nobody in what a mail program shows of a file, and holds nothing that runs, links or loads", async () => {
		const sheet = await issued();
		const file = Buffer.from(pdfOf(sheet)).toString("latin1");
		const outside = file.replace(/stream\n[\s\S]*?\nendstream/g, "");
		for (const word of ["/JS", "/JavaScript", "/URI", "/Launch", "/EmbeddedFile", "/OpenAction", "/AA", "ESSAI"]) {
			expect(outside).not.toContain(word);
		}
		expect(file.startsWith("%PDF-1.7")).toBe(true);
		expect(file.length).toBeLessThan(32_768);
	});
});

describe("the letters of the PDF's fonts", () => {
	it("are as wide as Adobe says, an accent adding nothing", () => {
		const width = (text: string, font: "plain" | "bold" | "mono") => encodeText(text, font)?.width;
		expect(width("Relais", "plain")).toBeCloseTo((722 + 556 + 222 + 556 + 222 + 500) / 1000, 6);
		expect(width("Relais", "bold")).toBeCloseTo((722 + 556 + 278 + 556 + 278 + 556) / 1000, 6);
		expect(width("1234", "mono")).toBeCloseTo(2.4, 6);
		expect(width("éÉ", "plain")).toBe(width("eE", "plain"));
		expect(width("~", "plain")).toBeCloseTo(0.584, 6);
	});

	it("are written in WinAnsi, composed; a letter that is missing is said", () => {
		expect(encodeText("e\u0301€’", "plain")?.bytes).toEqual([0xe9, 0x80, 0x92]);
		for (const text of ["Ł", "ش", "漢", "\n", "\u0085"]) expect(encodeText(text, "bold")).toBeUndefined();
	});
});
