/**
 * What the comments of lib/protocol say about each member of a message. The schemas carry no descriptions: those would
 * travel to every device.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** By `<exported const>.<dotted path>`; a branch of a union is `|0`, `|1`, …; the const itself by its name. */
export type FieldComments = ReadonlyMap<string, string>;

export function fieldComments(root: string): FieldComments {
	const comments = new Map<string, string>();
	const folder = join(root, "lib/protocol");
	for (const name of readdirSync(folder).filter((each) => each.endsWith(".ts") && !each.endsWith(".test.ts"))) {
		const text = readFileSync(join(folder, name), "utf8");
		const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
		const consts = constsOf(source);
		for (const [declared, { statement, initializer }] of consts) {
			note(comments, declared, statement);
			visit(initializer, declared, { comments, consts });
		}
	}
	return comments;
}

type Consts = ReadonlyMap<string, { readonly statement: ts.Statement; readonly initializer: ts.Expression }>;
type Found = { readonly comments: Map<string, string>; readonly consts: Consts };

function constsOf(source: ts.SourceFile): Consts {
	const declarations = source.statements
		.filter(ts.isVariableStatement)
		.flatMap((statement) => statement.declarationList.declarations.map((each) => ({ statement, ...each })));
	return new Map(
		declarations.flatMap(({ statement, name, initializer }) =>
			initializer !== undefined && ts.isIdentifier(name) ? [[name.text, { statement, initializer }]] : [],
		),
	);
}

function visit(node: ts.Node, path: string, found: Found): void {
	const { comments, consts } = found;
	// A const that is not exported has no name of its own: its members are found below the schema that uses it.
	const used = ts.isIdentifier(node) ? consts.get(node.text) : undefined;
	if (used !== undefined) {
		visit(used.initializer, path, found);
		return;
	}
	if (ts.isObjectLiteralExpression(node)) {
		for (const property of node.properties) {
			const name = property.name !== undefined && ts.isIdentifier(property.name) ? property.name.text : undefined;
			if (name === undefined) continue;
			note(comments, `${path}.${name}`, property);
			if (ts.isPropertyAssignment(property)) visit(property.initializer, `${path}.${name}`, found);
		}
		return;
	}
	if (ts.isArrayLiteralExpression(node)) {
		for (const [i, element] of node.elements.entries()) {
			const branch = ts.isIdentifier(element) ? consts.get(element.text)?.statement : undefined;
			note(comments, `${path}|${i}`, branch ?? element);
			visit(element, `${path}|${i}`, found);
		}
		return;
	}
	// Of `schema.optional()` the schema is looked at, not the word after the dot.
	if (ts.isPropertyAccessExpression(node)) visit(node.expression, path, found);
	else ts.forEachChild(node, (child) => visit(child, path, found));
}

function note(comments: Map<string, string>, path: string, node: ts.Node): void {
	const ranges = ts.getLeadingCommentRanges(node.getSourceFile().text, node.getFullStart()) ?? [];
	const last = ranges.at(-1);
	if (last === undefined) return;
	const text = node.getSourceFile().text.slice(last.pos, last.end);
	if (!text.startsWith("/**")) return;
	const plain = text.replace(/^\/\*\*|\*\/$/g, "").replace(/^\s*\* ?/gm, "");
	comments.set(path, plain.replace(/\s+/g, " ").trim());
}
