/** Reads the string literals of a type out of the source, through the compiler: what the documentation must list. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

export type TypeReader = {
	/** `Name`, or `Name.property` for the literals of one property over all members of a union. */
	readonly literalsOf: (file: string, name: string) => readonly string[];
};

const SOURCES = ["lib", "app"];
const WRITTEN = new Set(["code", "reason"]);
const CODE = /^[a-z0-9]+(_[a-z0-9]+)+$/;

function sourceFiles(root: string): string[] {
	return SOURCES.flatMap((folder) =>
		readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.(test|d)\.tsx?$/.test(entry.name))
			.map((entry) => join(entry.parentPath, entry.name)),
	);
}

/** `typeFiles`: those whose types will be asked for. */
export function readTypes(root: string, typeFiles: readonly string[]): TypeReader {
	const config = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile).config as { compilerOptions: object };
	const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
	const program = ts.createProgram(
		typeFiles.map((file) => join(root, file)),
		{ ...options, noEmit: true, incremental: false },
	);
	const checker = program.getTypeChecker();

	function declared(file: string, name: string): ts.Type {
		const source = program.getSourceFile(join(root, file));
		if (source === undefined) throw new Error(`no such file: ${file}`);
		for (const node of source.statements) {
			if (ts.isTypeAliasDeclaration(node) && node.name.text === name) return checker.getTypeAtLocation(node.name);
		}
		throw new Error(`${file} declares no type ${name}`);
	}

	function literals(type: ts.Type, what: string): string[] {
		const members = type.isUnion() ? type.types : [type];
		return members.map((member) => {
			if (!member.isStringLiteral()) throw new Error(`${what}: not a string literal: ${checker.typeToString(member)}`);
			return member.value;
		});
	}

	function property(type: ts.Type, name: string): ts.Type[] {
		return (type.isUnion() ? type.types : [type]).flatMap((member) => {
			const symbol = member.getProperty(name);
			return symbol === undefined ? [] : [checker.getTypeOfSymbol(symbol)];
		});
	}

	return {
		literalsOf(file, name) {
			const [alias = "", key] = name.split(".");
			const type = declared(file, alias);
			const types = key === undefined ? [type] : property(type, key);
			const isNull = (member: ts.Type) => (member.flags & ts.TypeFlags.Null) !== 0;
			const found = types.filter((member) => !isNull(member)).flatMap((member) => literals(member, `${file} ${name}`));
			return [...new Set(found)];
		},
	};
}

/** Words with an underscore that stand after `code:` or `reason:` in an object, with the files that have them. */
export function writtenCodes(root: string): ReadonlyMap<string, readonly string[]> {
	const codes = new Map<string, string[]>();
	for (const file of sourceFiles(root)) {
		const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
		const visit = (node: ts.Node): void => {
			if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) && WRITTEN.has(node.name.text)) {
				for (const text of writtenLiterals(node.initializer)) {
					if (CODE.test(text)) codes.set(text, [...(codes.get(text) ?? []), file.slice(root.length + 1)]);
				}
			}
			ts.forEachChild(node, visit);
		};
		visit(source);
	}
	return codes;
}

/** `"a"`, and both arms of `x ? "a" : "b"`. */
function writtenLiterals(node: ts.Expression): string[] {
	if (ts.isStringLiteral(node)) return [node.text];
	if (ts.isConditionalExpression(node)) return [...writtenLiterals(node.whenTrue), ...writtenLiterals(node.whenFalse)];
	return [];
}
