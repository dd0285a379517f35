/**
 * JSON lines in, JSON lines out, in order. One bad line never stops the others, and a line without end does not fill the
 * memory (spec V-1).
 */
import { createReadStream, fstatSync, openSync } from "node:fs";
import type { Readable, Writable } from "node:stream";
import { BoundedLine } from "./bounded-line";
import type { Io } from "./io";
import { givenPath } from "./read-files";
import { UsageError } from "./usage-error";

const NEWLINE = 0x0a;

/** One line's object; empty where the line holds none. */
export type JsonLine = Readonly<Record<string, unknown>>;

/** The input named on the command line, standard input without a name. */
export function openInput(path: string | undefined, { stdin }: Io): Readable {
	if (path === undefined || path === "-") return stdin;
	try {
		const fd = openSync(givenPath(path), "r");
		if (!fstatSync(fd).isDirectory()) return createReadStream(path, { fd });
	} catch {
		throw new UsageError(`cannot read ${path}`);
	}
	throw new UsageError(`cannot read ${path}: a folder`);
}

/** Answers every line with one line that begins with its `id`. Blank lines are no lines. */
export async function answerLines(
	input: Readable,
	output: Writable,
	answer: (line: JsonLine) => object | Promise<object>,
): Promise<void> {
	for await (const text of readLines(input)) {
		if (text !== undefined && text.trim() === "") continue;
		const line = (text === undefined ? undefined : parseObject(text)) ?? {};
		const answered = `${JSON.stringify({ id: idOf(line), ...(await answer(line)) })}\n`;
		if (!output.write(answered)) await new Promise((resolve) => output.once("drain", resolve));
	}
}

/** A string, number or boolean; anything else cannot tell lines apart, and may be nested too deep to be written. */
function idOf({ id }: JsonLine): string | number | boolean | null {
	return typeof id === "string" || typeof id === "number" || typeof id === "boolean" ? id : null;
}

/** Undefined for a line that bounded memory cannot hold. */
async function* readLines(input: Readable): AsyncGenerator<string | undefined> {
	const line = new BoundedLine();
	for await (const chunk of input) {
		const bytes: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
		let start = 0;
		for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
			line.add(bytes.subarray(start, end));
			yield line.take();
			start = end + 1;
		}
		line.add(bytes.subarray(start));
	}
	if (!line.isEmpty) yield line.take();
}

function parseObject(line: string): JsonLine | undefined {
	try {
		const value: unknown = JSON.parse(line.replace(/^\uFEFF/, ""));
		return typeof value === "object" && value !== null && !Array.isArray(value)
			? (value as Record<string, unknown>)
			: undefined;
	} catch {
		return undefined; // answered as a bad line; what the parser says would quote it
	}
}
