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
		for (const statement of source.statements) {
			if (!ts.isVariableStatement(statement)) continue;
			for (const { name: declared, initializer } of statement.declarationList.declarations) {
				if (initializer === undefined || !ts.isIdentifier(declared)) continue;
				note(comments, declared.text, statement);
				visit(initializer, declared.text, comments);
			}
		}
	}
	return comments;
}

function visit(node: ts.Node, path: string, comments: Map<string, string>): void {
	if (ts.isObjectLiteralExpression(node)) {
		for (const property of node.properties) {
			const name = property.name !== undefined && ts.isIdentifier(property.name) ? property.name.text : undefined;
			if (name === undefined) continue;
			note(comments, `${path}.${name}`, property);
			if (ts.isPropertyAssignment(property)) visit(property.initializer, `${path}.${name}`, comments);
		}
		return;
	}
	if (ts.isArrayLiteralExpression(node)) {
		for (const [i, element] of node.elements.entries()) {
			note(comments, `${path}|${i}`, element);
			visit(element, `${path}|${i}`, comments);
		}
		return;
	}
	ts.forEachChild(node, (child) => visit(child, path, comments));
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
