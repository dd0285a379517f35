/** Pages of a PDF as a printer of 150 dots to the inch would put them on paper, and their text. Needs poppler-utils. */
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export const DPI = 150;

export async function canPrint(): Promise<boolean> {
	return run("pdftoppm", ["-v"]).then(
		() => true,
		() => false,
	);
}

/** What can be copied from it, one space between words. */
export async function textOfPdf(pdf: Uint8Array): Promise<string> {
	const folder = await mkdtemp(path.join(tmpdir(), "relais-paper-"));
	try {
		const file = path.join(folder, "job.pdf");
		await writeFile(file, pdf);
		const { stdout } = await run("pdftotext", ["-raw", "-enc", "UTF-8", file, "-"]);
		return stdout.replace(/\s+/g, " ").trim();
	} finally {
		await rm(folder, { recursive: true });
	}
}

/** A PNG for each page. */
export async function printedPages(pdf: Uint8Array): Promise<readonly Buffer[]> {
	const folder = await mkdtemp(path.join(tmpdir(), "relais-paper-"));
	try {
		const file = path.join(folder, "job.pdf");
		await writeFile(file, pdf);
		await run("pdftoppm", ["-png", "-r", String(DPI), file, path.join(folder, "page")]);
		const names = (await readdir(folder)).filter((name) => name.endsWith(".png")).sort();
		return await Promise.all(names.map((name) => readFile(path.join(folder, name))));
	} finally {
		await rm(folder, { recursive: true });
	}
}

/** Share of the page's dots that have a colour: 0 on a sheet for any printer. */
export async function colouredShare(pdf: Uint8Array): Promise<number> {
	const folder = await mkdtemp(path.join(tmpdir(), "relais-paper-"));
	try {
		const file = path.join(folder, "job.pdf");
		await writeFile(file, pdf);
		await run("pdftoppm", ["-r", "40", file, path.join(folder, "page")]);
		const [name = ""] = (await readdir(folder)).filter((each) => each.endsWith(".ppm"));
		const ppm = await readFile(path.join(folder, name));
		// Three lines of header: P6, width and height, the largest value.
		let start = 0;
		for (let line = 0; line < 3; line++) start = ppm.indexOf(10, start) + 1;
		let coloured = 0;
		for (let i = start; i + 2 < ppm.length; i += 3) if (ppm[i] !== ppm[i + 1] || ppm[i] !== ppm[i + 2]) coloured++;
		return coloured / ((ppm.length - start) / 3);
	} finally {
		await rm(folder, { recursive: true });
	}
}
