import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { tableRows } from "./markdown-table";

type Rule = { name: string; from: { path?: string }; to: { path?: string; pathNot?: string } };

const root = join(import.meta.dirname, "../..");
const { forbidden } = createRequire(import.meta.url)(join(root, ".dependency-cruiser.cjs")) as { forbidden: Rule[] };
const page = readFileSync(join(root, "docs/architecture.md"), "utf8");

/** A layer rule has the form that `only()` gives it: from one folder, to anything of ours but the listed ones. */
const LAYER_TARGET = /^\^lib\/\(([a-z|]+)\)\/$/;
/** A path of ours: below one of our folders, or a file at the top. */
const PATH = /^((app|bench|docs|lib|prisma|public|scripts|server|tests|tools)\/\S+|[\w.-]+\.(cjs|json|md|mjs|ts))$/;
const isLayer = (rule: Rule) => LAYER_TARGET.test(rule.to.pathNot ?? "");

function layerOf(rule: Rule) {
	const [folder, ...allowed] = (LAYER_TARGET.exec(rule.to.pathNot ?? "")?.[1] ?? "").split("|");
	return { folder: `lib/${folder}`, allowed: allowed.map((name) => `lib/${name}`).sort(), rule: rule.name };
}

describe("docs/architecture.md", () => {
	it("names for each layer exactly the folders that the rules allow", () => {
		const documented = tableRows(page, "may import").map(([folder = [], allowed = [], rule = []]) => ({
			folder: folder[0],
			allowed: [...allowed].sort(),
			rule: rule[0],
		}));
		expect(documented).toEqual(forbidden.filter(isLayer).map(layerOf));
	});

	it("names every other rule, and no rule that does not exist", () => {
		const documented = tableRows(page, "what it forbids").map(([rule = []]) => rule[0]);
		expect(documented).toEqual(forbidden.filter((rule) => !isLayer(rule)).map((rule) => rule.name));
	});

	it("names only files and folders that exist", () => {
		const named = [...page.matchAll(/`([^`\n]+)`/g)].map(([, text = ""]) => text).filter((text) => PATH.test(text));
		expect(named.length).toBeGreaterThan(40);
		expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
	});

	it("names the packages that pure folders may use", () => {
		const row = tableRows(page, "what it forbids").find(([rule]) => rule?.[0] === "pure-packages");
		const rule = forbidden.find(({ name }) => name === "pure-packages");
		const allowed = /^node_modules\/\((.+)\)\/$/.exec(rule?.to.pathNot ?? "")?.[1]?.split("|");
		expect(row?.[1]).toEqual(allowed);
	});

	const walks = [...page.matchAll(/^## Walk: (.+)\n([\s\S]*?)(?=^## |(?![\s\S]))/gm)];

	it.each(walks.map(([, name = "", text = ""]) => [name, text]))("walks %s in at most 20 steps", (_, text) => {
		const steps = [...text.matchAll(/^(\d+)\. (.*)$/gm)];
		expect(steps.map(([, number]) => Number(number))).toEqual(steps.map((_step, i) => i + 1));
		expect(steps.length).toBeGreaterThan(0);
		expect(steps.length).toBeLessThanOrEqual(20);
		for (const [, , step = ""] of steps) expect(step).toMatch(/^`[^`]+\.tsx?`[: ]/);
	});

	it("names no file in a walk that a reader does not find", () => {
		const named = walks.flatMap(([, , text = ""]) =>
			[...text.matchAll(/`([^`]+\.tsx?)`/g)].map(([, file = ""]) => file),
		);
		expect(named).not.toEqual([]);
		expect(named.filter((file) => !existsSync(join(root, file)))).toEqual([]);
	});
});
