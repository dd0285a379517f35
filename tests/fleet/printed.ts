/** What docs/operations.md prints, as it is printed: a run that follows it cannot drift from it. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { ROOT } from "../../scripts/bootstrap/project.mjs";

/** A command that stands in a sentence; it has to be there as it is. */
export async function printedCommand(text: string): Promise<string> {
	if (!(await operations()).includes(`\`${text}\``)) throw new Error(`docs/operations.md no longer prints "${text}"`);
	return text;
}

/** The only block of this language that contains `mark`. */
export async function printedBlock(language: string, mark: string): Promise<string> {
	const blocks = [...(await operations()).matchAll(/^```(\w*)\n(.*?)^```$/gms)].filter(([, of]) => of === language);
	const [found, ...others] = blocks.map(([, , body = ""]) => body).filter((body) => body.includes(mark));
	if (found === undefined || others.length > 0) {
		throw new Error(`docs/operations.md has not exactly one ${language} block with "${mark}"`);
	}
	return found;
}

function operations(): Promise<string> {
	return readFile(path.join(ROOT, "docs/operations.md"), "utf8");
}

/** Every text that is to be another one here, such as an address; each has to be there. */
export function replaced(text: string, changes: ReadonlyMap<string, string>): string {
	let result = text;
	for (const [from, to] of changes) {
		if (!result.includes(from)) throw new Error(`docs/operations.md no longer prints "${from}"`);
		result = result.replaceAll(from, to);
	}
	return result;
}
