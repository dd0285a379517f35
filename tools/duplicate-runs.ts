/** Runs of lines that stand in more than one place. */

/** Shorter ones are how code looks, not what it says. */
const RUN_LINES = 6;

export type SourceText = { readonly file: string; readonly text: string };
type Line = { readonly file: string; readonly number: number; readonly text: string };
/** Where a run begins, twice, and how many lines it has that say something. */
export type DuplicateRun = { readonly first: string; readonly second: string; readonly lines: number };

/** Lines that say something: no blank lines, comments, imports or closing brackets, and no indentation. */
function tellingLines({ file, text }: SourceText): readonly Line[] {
	const withoutImports = text.replace(/^(?:import|export) [^;]*? from "[^"]+";$/gm, (found) =>
		found.replace(/[^\n]/g, ""),
	);
	const lines = withoutImports.split("\n").map((line, at) => ({ file, number: at + 1, text: line.trim() }));
	return lines.filter(({ text: line }) => /\w/.test(line) && !/^(?:\/\/|\/\*|\*|import )/.test(line));
}

/** Every run of six or more such lines that was met before, each reported once and as long as it is. */
export function duplicateRuns(sources: readonly SourceText[]): readonly DuplicateRun[] {
	const seen = new Map<string, { readonly lines: readonly Line[]; readonly at: number }>();
	const runs: DuplicateRun[] = [];
	for (const source of sources) {
		const lines = tellingLines(source);
		for (let at = 0; at + RUN_LINES <= lines.length; at++) {
			const key = lines
				.slice(at, at + RUN_LINES)
				.map(({ text }) => text)
				.join("\n");
			const before = seen.get(key);
			if (before === undefined) {
				seen.set(key, { lines, at });
				continue;
			}
			const length = commonLength(before, { lines, at });
			runs.push({ first: placeOf(before.lines[before.at]), second: placeOf(lines[at]), lines: length });
			at += length - RUN_LINES;
		}
	}
	return runs;
}

type Start = { readonly lines: readonly Line[]; readonly at: number };

function commonLength(first: Start, second: Start): number {
	let length = 0;
	for (;;) {
		const line = second.lines[second.at + length]?.text;
		if (line === undefined || line !== first.lines[first.at + length]?.text) return length;
		length++;
	}
}

function placeOf(line: Line | undefined): string {
	return line === undefined ? "" : `${line.file}:${line.number}`;
}
