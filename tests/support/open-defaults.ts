/** `switch` over a union whose `default` does something: a new member would get it without anybody deciding so. */
import path from "node:path";
import ts from "typescript";

const CHECKED = /^(?:app|lib|server|tools)\//;

/** `file:line` of each, for all sources of the project in `folder`. Throws where there is nothing to check. */
export function findOpenDefaults(folder: string): readonly string[] {
	const config = ts.readConfigFile(path.join(folder, "tsconfig.json"), ts.sys.readFile).config as object;
	const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
	const program = ts.createProgram(fileNames, { ...options, noEmit: true, incremental: false });
	const checker = program.getTypeChecker();
	const nameOf = ({ fileName }: ts.SourceFile) => path.relative(folder, fileName);
	const sources = program.getSourceFiles().filter((source) => CHECKED.test(nameOf(source)));
	if (sources.length === 0) throw new Error("no source file to check");
	const found: string[] = [];
	for (const source of sources) {
		const visit = (node: ts.Node): void => {
			if (ts.isDefaultClause(node) && !closes(node) && isUnion(checker, node.parent.parent.expression)) {
				const { line } = source.getLineAndCharacterOfPosition(node.getStart());
				found.push(`${nameOf(source)}:${line + 1}`);
			}
			ts.forEachChild(node, visit);
		};
		visit(source);
	}
	return found;
}

/** A type of which every member can be named by a `case`. */
function isUnion(checker: ts.TypeChecker, expression: ts.Expression): boolean {
	const type = checker.getTypeAtLocation(expression);
	const NAMED = ts.TypeFlags.Literal | ts.TypeFlags.Null | ts.TypeFlags.Undefined;
	return type.isUnion() && type.types.every(({ flags }) => (flags & NAMED) !== 0);
}

/** `default: assertNever(value)`, returned or not, with which a new member does not compile. */
function closes({ statements: [only, ...others] }: ts.DefaultClause): boolean {
	if (only === undefined || others.length > 0) return false;
	const call = ts.isReturnStatement(only) || ts.isExpressionStatement(only) ? only.expression : undefined;
	return call !== undefined && ts.isCallExpression(call) && call.expression.getText() === "assertNever";
}
