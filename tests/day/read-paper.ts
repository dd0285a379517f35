/** Everything that can be read off a sheet as Chromium prints it: both codes at 150 dots to the inch, and what is written. */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import { attestationId } from "../drill/compare";
import { readSheet } from "../support/counter-page";

import { printedPages } from "../support/printed-pdf";
import { readCodes } from "../support/read-codes";

const run = promisify(execFile);

export type Paper = {
	/** `<delegation jti>.<status index>`, from the QR code. */
	readonly id: string;
	/** Number of the pharmacy, `40123-3`. */
	readonly pharmacy: string;
	/** Check code as written. */
	readonly code: string;
	readonly family: string;
};

/** Prints what the page hands to the printer; throws where paper and screen do not say the same. */
export async function readPaper(page: Page, family: string): Promise<Paper> {
	const screen = await readSheet(page);
	const pdf = await page.pdf({ format: "A4", printBackground: true });
	const [picture, ...others] = await printedPages(pdf);
	if (picture === undefined || others.length > 0) throw new Error(`${family}: not one page`);
	const codes = await readCodes(picture);
	const rp1 = codes.find((text) => text.startsWith("RP1:"));
	if (rp1 === undefined) throw new Error(`${family}: the code of the sheet is not read at 150 dpi`);
	if (!codes.includes(screen.holderLink)) throw new Error(`${family}: the code of the strip is not read at 150 dpi`);
	// Between letters that stand apart it finds spaces.
	const text = (await textOf(pdf)).replace(/\s/g, "");
	for (const written of [screen.code, screen.number, `${family} Camille Aimée`]) {
		if (!text.includes(written.replace(/\s/g, ""))) throw new Error(`${family}: ${written} is not on the paper`);
	}
	return { id: attestationId(rp1), pharmacy: screen.number, code: screen.code, family };
}

async function textOf(pdf: Uint8Array): Promise<string> {
	const folder = await mkdtemp(path.join(tmpdir(), "relais-paper-"));
	try {
		const file = path.join(folder, "sheet.pdf");
		await writeFile(file, pdf);
		return (await run("pdftotext", ["-layout", file, "-"])).stdout;
	} finally {
		await rm(folder, { recursive: true });
	}
}
