/**
 * The files of a browser's profile as somebody reads them who copied its folder: LevelDB, private file system, caches,
 * storages, whatever the browser left there. Looks for bytes, not for rows.
 */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

/** Path and content of every file that can be read; some come and go while the browser runs. */
export async function readProfile(profile: string): Promise<ReadonlyMap<string, Buffer>> {
	const files = new Map<string, Buffer>();
	for (const entry of await readdir(profile, { recursive: true, withFileTypes: true })) {
		if (!entry.isFile()) continue;
		const file = path.join(entry.parentPath, entry.name);
		const content = await readFile(file).catch(() => undefined);
		if (content !== undefined) files.set(path.relative(profile, file), content);
	}
	return files;
}

/** The bytes in which a text may stand in a file: UTF-8, UTF-16, and base64 of UTF-8 wherever it begins within a group. */
export function formsOfText(text: string): readonly Buffer[] {
	const utf8 = Buffer.from(text, "utf8");
	return [utf8, Buffer.from(text, "utf16le"), ...base64Forms(utf8)];
}

/** The forms of a secret: its bytes, their base64 and base64url, in UTF-8 and UTF-16, and hexadecimal. */
export function formsOfBytes(bytes: Uint8Array): readonly Buffer[] {
	const raw = Buffer.from(bytes);
	const texts = [raw.toString("base64url"), raw.toString("hex"), raw.toString("base64").replaceAll("=", "")];
	return [raw, ...base64Forms(raw), ...texts.flatMap((text) => [Buffer.from(text), Buffer.from(text, "utf16le")])];
}

/** Whatever stands before it in the same base64 text: the symbols that depend on nothing else. */
function base64Forms(bytes: Buffer): readonly Buffer[] {
	return [0, 1, 2].flatMap((shift) => {
		const padded = Buffer.concat([Buffer.alloc(shift), bytes]);
		const whole = Math.floor(padded.length / 3) * 4;
		const symbols = padded.toString("base64").slice(shift === 0 ? 0 : 4, whole);
		const url = symbols.replaceAll("+", "-").replaceAll("/", "_");
		return [...new Set([symbols, url])].filter(({ length }) => length >= 8).map((text) => Buffer.from(text));
	});
}

/** Names of the files in which any of these stands. */
export function filesWith(files: ReadonlyMap<string, Buffer>, forms: readonly Buffer[]): readonly string[] {
	return [...files].filter(([, content]) => forms.some((form) => content.includes(form))).map(([name]) => name);
}
