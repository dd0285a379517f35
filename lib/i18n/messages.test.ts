import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createTranslator } from "next-intl";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { LOCALES } from "@/lib/shared/locale";
import { messages } from "./messages";

const ROOT = join(import.meta.dirname, "../..");

function leaves(node: unknown, path = ""): Map<string, string> {
	if (typeof node === "string") return new Map([[path, node]]);
	const found = new Map<string, string>();
	for (const [key, child] of Object.entries(node as Record<string, unknown>)) {
		for (const [name, text] of leaves(child, path === "" ? key : `${path}.${key}`)) found.set(name, text);
	}
	return found;
}

/** ICU argument names and rich-text tags: a translation that lacks one loses a fact. */
function slots(text: string): string[] {
	const names = [...text.matchAll(/\{\s*([a-zA-Z][a-zA-Z0-9]*)\s*[,}]/g)].map((match) => match[1] ?? "");
	const tags = [...text.matchAll(/<([a-zA-Z]+)>/g)].map((match) => `<${match[1]}>`);
	return [...new Set([...names, ...tags])].sort();
}

const fr = leaves(messages.fr);
const en = leaves(messages.en);

describe("message catalogues", () => {
	it("French and English have the same keys", () => {
		expect([...en.keys()].sort()).toEqual([...fr.keys()].sort());
	});

	it("a translation names the same arguments", () => {
		const differing = [...fr].filter(([key, text]) => slots(text).join() !== slots(en.get(key) ?? "").join());
		expect(differing.map(([key]) => key)).toEqual([]);
	});

	it("no text is empty, and French uses its typographic apostrophe", () => {
		for (const catalogue of [fr, en]) expect([...catalogue].filter(([, text]) => text.trim() === "")).toEqual([]);
		expect([...fr].filter(([, text]) => /[a-zàâéèêîôû]'[a-zàâéèêîôû]/i.test(text)).map(([key]) => key)).toEqual([]);
	});

	it("every text is well-formed ICU", () => {
		const problems: string[] = [];
		for (const locale of LOCALES) {
			const translate = createTranslator({
				locale,
				messages: messages[locale],
				onError: (error) => {
					if (String(error.code) === "INVALID_MESSAGE") problems.push(`${locale}: ${error.message}`);
				},
			}) as (key: string) => string;
			for (const key of fr.keys()) translate(key);
		}
		expect(problems).toEqual([]);
	});
});

/** One call of a translator: the keys it may mean. In a file where `t` has several namespaces, one for each of them. */
type Candidates = readonly string[];

/** `const t = useTranslations("ns")` and its calls, over every source file: literal keys and prefixes of computed ones. */
function usedKeys(): { literal: Candidates[]; prefixes: Candidates[] } {
	const literal: Candidates[] = [];
	const prefixes: Candidates[] = [];
	for (const file of sourceFiles()) {
		const source = ts.createSourceFile(
			file,
			readFileSync(file, "utf8"),
			ts.ScriptTarget.Latest,
			true,
			ts.ScriptKind.TSX,
		);
		const translators = new Map<string, Set<string>>();
		const visit = (node: ts.Node): void => {
			if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer) {
				const namespace = namespaceOf(node.initializer);
				if (namespace !== undefined) {
					translators.set(node.name.text, (translators.get(node.name.text) ?? new Set()).add(namespace));
				}
			}
			ts.forEachChild(node, visit);
		};
		visit(source);
		const collect = (node: ts.Node): void => {
			const key = ts.isCallExpression(node) ? keyArgument(node, translators) : undefined;
			if (key !== undefined) {
				const full = [...key.namespaces].map((namespace) => (namespace === "" ? key.text : `${namespace}.${key.text}`));
				(key.computed ? prefixes : literal).push(full);
			}
			ts.forEachChild(node, collect);
		};
		collect(source);
	}
	return { literal, prefixes };
}

function namespaceOf(node: ts.Expression): string | undefined {
	if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return undefined;
	if (!["useTranslations", "getTranslations"].includes(node.expression.text)) return undefined;
	const [argument] = node.arguments;
	return argument === undefined ? "" : ts.isStringLiteral(argument) ? argument.text : undefined;
}

function keyArgument(call: ts.CallExpression, translators: ReadonlyMap<string, ReadonlySet<string>>) {
	const callee = ts.isPropertyAccessExpression(call.expression) ? call.expression.expression : call.expression;
	const namespaces = ts.isIdentifier(callee) ? translators.get(callee.text) : undefined;
	const [argument] = call.arguments;
	if (namespaces === undefined || argument === undefined) return undefined;
	if (ts.isStringLiteralLike(argument)) return { namespaces, text: argument.text, computed: false };
	if (ts.isTemplateExpression(argument)) return { namespaces, text: argument.head.text, computed: true };
	return { namespaces, text: "", computed: true };
}

function* sourceFiles(): Generator<string> {
	for (const folder of ["app", "lib"]) {
		for (const entry of readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })) {
			if (entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.(test|d)\.tsx?$/.test(entry.name)) {
				yield join(entry.parentPath, entry.name);
			}
		}
	}
}

describe("keys in the code", () => {
	const { literal, prefixes } = usedKeys();

	it("every key that the code names exists", () => {
		expect(literal.filter((candidates) => !candidates.some((key) => fr.has(key)))).toEqual([]);
	});

	it("every computed key has a prefix that exists", () => {
		const known = [...fr.keys()];
		const exists = (prefix: string) => known.some((key) => key.startsWith(prefix));
		expect(prefixes.filter((candidates) => !candidates.some(exists))).toEqual([]);
	});
});
