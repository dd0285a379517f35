import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PlantedProject, plantProject, runTool } from "../tools/planted-project";
import { checkPlanted, PLANTS, type PlantedReport } from "../tools/planted-violations";

type Rules = { forbidden: { name: string }[] };
const rules = createRequire(import.meta.url)(path.resolve(import.meta.dirname, "../.dependency-cruiser.cjs")) as Rules;

describe("layer rules", () => {
	let report: PlantedReport;
	beforeAll(async () => {
		report = await checkPlanted();
	}, 60_000);

	it("have a planted violation each", () => {
		expect(Object.keys(PLANTS).sort()).toEqual(rules.forbidden.map(({ name }) => name).sort());
	});

	it.each(Object.keys(PLANTS))("catch the planted violation of %s", (rule) => {
		expect(report.caught).toContain(rule);
	});

	it("let the allowed imports pass", () => {
		expect(report.wronglyReported).toEqual([]);
	});
});

describe("verified passes", () => {
	/** The types alone do not forbid a cast, which the layer rule cannot see. */
	const forgeries = (files: readonly (readonly [name: string, text: string])[]) =>
		files.filter(([, text]) => /\bas VerifiedPass\b/.test(text)).map(([name]) => name);

	it("are cast nowhere but in their maker", () => {
		const root = path.resolve(import.meta.dirname, "..");
		const sources = ["app", "lib"].flatMap((folder) =>
			readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
				.filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
				.map((name) => path.join(folder, name)),
		);
		const texts = sources.map((name) => [name, readFileSync(path.join(root, name), "utf8")] as const);
		expect(forgeries(texts)).toEqual(["lib/verify/make-verified-pass.ts"]);
		expect(forgeries([["planted.ts", "const pass = scanned as VerifiedPass;"]])).toEqual(["planted.ts"]);
	});
});

describe("an empty cruise", () => {
	it("fails instead of reporting no violation", async () => {
		// One declaration, so that the compiler has an input; it lies in none of the source folders.
		const project = await plantProject({ "next-env.d.ts": "export {};\n" });
		try {
			const launch = path.resolve(import.meta.dirname, "../scripts/bootstrap/run.mjs");
			const { status, output } = await runTool(project.folder, [launch, "tools/check-layers.ts", project.folder]);
			expect(output).toContain("no module was cruised");
			expect(status).toBe(1);
		} finally {
			await project.remove();
		}
	}, 60_000);
});

describe("pure folders", () => {
	const FOLDERS = "shared formats trust policy verify checkcode attest checkin protocol outbox kit".split(" ");
	let project: PlantedProject;

	beforeAll(async () => {
		const files: Record<string, string> = {};
		for (const folder of FOLDERS) {
			files[`lib/${folder}/sees-window.ts`] = `export const title = window.document.title;\n`;
			files[`lib/${folder}/sees-node.ts`] =
				`import { readFileSync } from "node:fs";\n\nexport const read = readFileSync;\n`;
			files[`lib/${folder}/sees-clock.ts`] = `export const now = () => Date.now();\n`;
			files[`lib/${folder}/sees-network.ts`] = `export const get = () => fetch("/");\n`;
			files[`lib/${folder}/sees-crypto.ts`] = `export const id = () => crypto.randomUUID();\n`;
		}
		project = await plantProject(files);
	}, 60_000);
	afterAll(() => project.remove());

	it("do not compile with window or node:fs", async () => {
		const { output } = await runTool(project.folder, ["typescript/bin/tsc", "--noEmit", "-p", "tsconfig.core.json"]);
		for (const folder of FOLDERS) {
			expect(output).toMatch(new RegExp(`lib/${folder}/sees-window\\.ts.*error TS2304`));
			expect(output).toMatch(new RegExp(`lib/${folder}/sees-node\\.ts.*error TS2591`));
		}
	}, 120_000);

	it.each(["clock", "network", "crypto"])(
		"are not linted clean with a %s of their own",
		async (name) => {
			const files = FOLDERS.map((folder) => `lib/${folder}/sees-${name}.ts`);
			const { status, output } = await runTool(project.folder, [
				"@biomejs/biome/bin/biome",
				"lint",
				"--only=style/noRestrictedGlobals",
				"--max-diagnostics=none",
				"--reporter=github",
				...files,
			]);
			expect(status).not.toBe(0);
			for (const file of files) expect(output).toContain(`/${file},`);
		},
		60_000,
	);
});
