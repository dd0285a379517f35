/** Functions with more lines than CONTRIBUTING.md allows, by the compiler's own reading. */
import ts from "typescript";
import type { SourceText } from "./duplicate-runs";

const LIMIT = 60;

export type LongFunction = { readonly place: string; readonly lines: number };

/** Components too. Lines of a function within count in both. */
export function longFunctions({ file, text }: SourceText): readonly LongFunction[] {
	const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
	const found: LongFunction[] = [];
	const lineOf = (position: number) => source.getLineAndCharacterOfPosition(position).line + 1;
	const visit = (node: ts.Node): void => {
		if (ts.isFunctionLike(node)) {
			const first = lineOf(node.getStart(source));
			const lines = lineOf(node.end) - first + 1;
			if (lines > LIMIT) found.push({ place: `${file}:${first}`, lines });
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
}
