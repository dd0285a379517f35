import type { Readable, Writable } from "node:stream";

/** Where a command reads and writes: the process's own streams, or a test's. */
export type Io = { readonly stdin: Readable; readonly stdout: Writable; readonly stderr: Writable };

/** Control, formatting and line-separating characters. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Lines for people. What came out of a file can neither move a terminal's cursor nor begin a line of its own. */
export function writeLines(output: Writable, lines: readonly string[]): void {
	for (const line of lines) output.write(`${line.replaceAll(INVISIBLE, "\uFFFD")}\n`);
}
