import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { UsageError } from "./usage-error";

/** A path as typed: npm runs the command in the project's folder and says in INIT_CWD where it was called. */
export function givenPath(path: string): string {
	return resolve(process.env["INIT_CWD"] ?? ".", path);
}

/** A text file named by an option. */
export function readTextFile(path: string, option: string): string {
	try {
		return readFileSync(givenPath(path), "utf8");
	} catch (cause) {
		const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unreadable";
		throw new UsageError(`${option}: cannot read ${path} (${code})`);
	}
}

/** A JSON file named by an option. What the parser says is kept back: it quotes the content. */
export function readJsonFile(path: string, option: string): unknown {
	const text = readTextFile(path, option);
	try {
		return JSON.parse(text.replace(/^\uFEFF/, ""));
	} catch {
		throw new UsageError(`${option}: ${path} is not JSON`);
	}
}
