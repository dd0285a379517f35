/**
 * JSON lines in, JSON lines out, in order. One bad line never stops the others, and a line without end does not fill the
 * memory (spec V-1).
 */
import { createReadStream, openSync } from "node:fs";
import type { Readable, Writable } from "node:stream";
import type { Io } from "./io";
import { givenPath } from "./read-files";
import { UsageError } from "./usage-error";

/** Bytes of one line: a multi-part SMART Health Card at the limit of V-1 fits several times. */
const LINE_LIMIT = 1_048_576;
const NEWLINE = 0x0a;

/** One line's object, or undefined where the line holds none. */
export type JsonLine = Readonly<Record<string, unknown>> | undefined;

/** The input named on the command line, standard input without a name. */
export function openInput(path: string | undefined, { stdin }: Io): Readable {
	if (path === undefined || path === "-") return stdin;
	try {
		return createReadStream(path, { fd: openSync(givenPath(path), "r") });
	} catch {
		throw new UsageError(`cannot read ${path}`);
	}
}

/** Answers every line with one line. Blank lines are no lines. */
export async function answerLines(
	input: Readable,
	output: Writable,
	answer: (line: JsonLine) => unknown,
): Promise<void> {
	for await (const line of readLines(input)) {
		if (line !== undefined && line.trim() === "") continue;
		const text = `${JSON.stringify(await answer(line === undefined ? undefined : parseObject(line)))}\n`;
		if (!output.write(text)) await new Promise((resolve) => output.once("drain", resolve));
	}
}

/** Undefined for a line beyond the limit. */
async function* readLines(input: Readable): AsyncGenerator<string | undefined> {
	let parts: Buffer[] = [];
	let length = 0;
	const take = () => {
		const line = length > LINE_LIMIT ? undefined : Buffer.concat(parts).toString("utf8");
		parts = [];
		length = 0;
		return line;
	};
	for await (const chunk of input) {
		const bytes: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
		let start = 0;
		for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
			length += end - start;
			if (length <= LINE_LIMIT) parts.push(bytes.subarray(start, end));
			yield take();
			start = end + 1;
		}
		length += bytes.length - start;
		if (length <= LINE_LIMIT) parts.push(bytes.subarray(start));
	}
	if (length > 0) yield take();
}

function parseObject(line: string): JsonLine {
	try {
		const value: unknown = JSON.parse(line.replace(/^\uFEFF/, ""));
		return typeof value === "object" && value !== null && !Array.isArray(value)
			? (value as Record<string, unknown>)
			: undefined;
	} catch {
		return undefined; // answered as a bad line; what the parser says would quote it
	}
}
