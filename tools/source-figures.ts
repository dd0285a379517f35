/** What `npm run measure` says of the sources themselves. */
import { type DuplicateRun, duplicateRuns, type SourceText } from "./duplicate-runs";
import { type LongFunction, longFunctions } from "./long-functions";
import { isTest } from "./source-files";

export type SourceFigures = {
	readonly files: number;
	readonly filesWithoutTests: number;
	/** Lines of a file. */
	readonly lines: { readonly median: number; readonly p90: number; readonly max: number };
	/** Outside tests. */
	readonly longFunctions: readonly LongFunction[];
	/** Outside tests. */
	readonly duplicateRuns: readonly DuplicateRun[];
	readonly modules: number;
	readonly unchecked: readonly string[];
};

/** `checked`: files that `npm run typecheck` reads; of those in JavaScript, only the ones that ask for it count. */
export function sourceFigures(sources: readonly SourceText[], checked: ReadonlySet<string>): SourceFigures {
	const lengths = sources.map(({ text }) => text.trimEnd().split("\n").length).sort((a, b) => a - b);
	const own = sources.filter(({ file }) => !isTest(file));
	const modules = sources.filter(({ file }) => !/^[^/]+\.(js|cjs)$/.test(file));
	const isChecked = ({ file, text }: SourceText) =>
		checked.has(file) && (!file.endsWith(".mjs") || text.startsWith("// @ts-check\n"));
	return {
		files: sources.length,
		filesWithoutTests: own.length,
		lines: { median: quantile(lengths, 0.5), p90: quantile(lengths, 0.9), max: lengths.at(-1) ?? 0 },
		longFunctions: own.flatMap(longFunctions),
		duplicateRuns: duplicateRuns(own),
		modules: modules.length,
		unchecked: modules.filter((source) => !isChecked(source)).map(({ file }) => file),
	};
}

/** The value below which the given part of the sorted numbers lies. */
function quantile(sorted: readonly number[], part: number): number {
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}
