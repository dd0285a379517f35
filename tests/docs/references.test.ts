/** What documents and comments name is there: files, folders, decisions, npm scripts, sections they link to. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const FOLDERS = "app|bench|docs|lib|prisma|scripts|server|tests|tools|types";

function filesUnder(folder: string, ending: RegExp): string[] {
	if (!existsSync(join(root, folder))) return [];
	return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
		.filter((name) => ending.test(name))
		.map((name) => join(folder, name));
}

/** Decisions are never rewritten: what they name may have moved since. */
const documents = [...filesUnder(".", /^[A-Z]+\.md$/), ...filesUnder("docs", /\.md$/)].filter(
	(file) => !/(^|\/)decisions\/\d/.test(file) && !file.includes("node_modules"),
);
const sources = ["app", "bench", "lib", "scripts/bootstrap", "server", "tests", "tools"].flatMap((folder) =>
	filesUnder(folder, /\.(tsx?|mjs)$/),
);
const read = (file: string) => readFileSync(join(root, file), "utf8");
const decisions = readdirSync(join(root, "docs/decisions"));

/** Paths of the project; one with a placeholder or a wildcard is none. */
const PATH = new RegExp(`(?<![\\w./@-])(?:${FOLDERS})/[\\w()[\\]./-]*[\\w)\\]](?![\\w*<{…])`, "g");

/** Without what ends a link or a parenthesis in Markdown: route groups have parentheses in their names. */
function withoutTail(path: string): string {
	const [head = path] = path.split("](");
	const open = head.split("(").length > head.split(")").length - 1 ? head : head.replace(/\)$/, "");
	return open.replace(/[.)\]]+$/, (tail) => (open.includes("(") || open.includes("[") ? tail : ""));
}

function missing(text: string): string[] {
	const paths = [...text.matchAll(PATH)].map(([path]) => withoutTail(path)).filter((path) => !path.includes("..."));
	const gone = paths.filter((path) => !/^docs\/decisions\/\d+$/.test(path) && !existsSync(join(root, path)));
	const cited = [...text.matchAll(/decisions?[/ ](\d{3})\b/g)].map(([, number = ""]) => number);
	return [...gone, ...cited.filter((number) => !decisions.some((name) => name.startsWith(`${number}-`)))];
}

function commentsOf(source: string): string {
	return [...source.matchAll(/\/\*[\s\S]*?\*\/|(?<=\s)\/\/ .*/g)].map(([comment]) => comment).join("\n");
}

describe("references", () => {
	it.each(documents)("%s names files and decisions that exist", (file) => {
		expect(missing(read(file))).toEqual([]);
	});

	it("comments name files and decisions that exist", () => {
		const found = sources.flatMap((file) => missing(commentsOf(read(file))).map((path) => `${file}: ${path}`));
		expect(found).toEqual([]);
	});

	it.each(documents)("%s links to what exists", (file) => {
		const targets = [...read(file).matchAll(/(?:\]\(|src=")([^)"\s]+)/g)].map(([, target = ""]) => target);
		const gone = targets.filter((target) => {
			const [path = "", section] = target.split("#");
			if (/^https?:/.test(path)) return false;
			const linked = path === "" ? file : join(dirname(file), path);
			if (!existsSync(join(root, linked))) return true;
			return section !== undefined && !sectionsOf(read(linked)).includes(section);
		});
		expect(gone).toEqual([]);
	});

	it.each(documents)("%s names npm scripts that exist", (file) => {
		const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
		const named = [...read(file).matchAll(/npm run (?:--silent )?([a-z][\w:-]*)/g)].map(([, name = ""]) => name);
		expect(named.filter((name) => !(name in scripts))).toEqual([]);
	});
});

/** As the usual renderers name headings. */
function sectionsOf(page: string): string[] {
	return [...page.matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
		title
			.toLowerCase()
			.replace(/[^\p{L}\p{N} _-]/gu, "")
			.replaceAll(" ", "-"),
	);
}
