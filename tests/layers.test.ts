import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkLayers } from "../tools/check-layers";
import { type PlantedProject, plantProject, runTool } from "./support/planted-project";

type Rules = { forbidden: { name: string }[] };
const rules = createRequire(import.meta.url)(path.resolve(import.meta.dirname, "../.dependency-cruiser.cjs")) as Rules;

const uses = (target: string) => `import { value } from "${target}";\nexport const other = value;\n`;
const VALUE = "export const value = 1;\n";

/** One planted import for each rule: the file that breaks it, and what it imports. */
const PLANTS: Record<string, readonly [from: string, target: string]> = {
	"no-circular": ["lib/server/cycle-a.ts", "./cycle-b"],
	"no-unresolvable": ["lib/server/lost.ts", "./nowhere"],
	"shared-is-lowest": ["lib/shared/climbs.ts", "../trust/list"],
	"formats-layer": ["lib/formats/relais/asks-trust.ts", "../../trust/list"],
	"trust-layer": ["lib/trust/reads-pass.ts", "../formats/pass"],
	"policy-layer": ["lib/policy/asks-keys.ts", "../trust/list"],
	"checkcode-layer": ["lib/checkcode/reads-pass.ts", "../formats/pass"],
	"attest-layer": ["lib/attest/verifies.ts", "../verify/compose"],
	"verify-layer": ["lib/verify/counts.ts", "../checkin/count"],
	"checkin-layer": ["lib/checkin/reads-pass.ts", "../formats/pass"],
	"protocol-layer": ["lib/protocol/verifies.ts", "../verify/compose"],
	"outbox-layer": ["lib/outbox/verifies.ts", "../verify/compose"],
	"kit-layer": ["lib/kit/verifies.ts", "../verify/compose"],
	"portal-layer": ["lib/portal/keeps-a-key.ts", "../device/store/database"],
	"only-verify-makes-passes": ["app/(door)/scan/forges.tsx", "../../../lib/verify/make-verified-pass"],
	"pure-packages": ["lib/shared/reads-files.ts", "node:fs"],
	"browser-not-server": ["lib/device/asks-server.ts", "../server/service"],
	"server-not-browser": ["lib/server/asks-browser.ts", "../scan/camera"],
	"services-know-no-http": ["lib/server/services/venue/answers.ts", "../../http/problem"],
	"device-store-lowest": ["lib/device/store/asks-clock.ts", "../trust/clock"],
	"device-base-below-work": ["lib/device/identity/runs.ts", "../background/background"],
	"device-background-below-roles": ["lib/device/background/issues.ts", "../counter/issue"],
	"counter-and-door-apart": ["lib/device/door/issues.ts", "../counter/issue"],
	"screens-use-their-own-device-code": ["app/(door)/scan/issues.tsx", "../../../lib/device/counter/issue"],
	"lib-not-app": ["lib/server/draws.ts", "../../app/_ui/button"],
	"groups-apart": ["app/(counter)/counter/borrows.tsx", "../../(door)/scan/parts"],
	"ui-is-dumb": ["app/_ui/knows-server.tsx", "../../lib/server/service"],
	"routes-through-services": ["app/api/queries.ts", "../../lib/server/db"],
	"only-server-uses-prisma": ["lib/cli/queries.ts", "@prisma/client"],
	"no-tests-in-production": ["lib/server/tested.ts", "./service.test"],
	"app-not-process": ["lib/server/serves.ts", "../../server/serve"],
	"process-not-tools": ["server/measures.ts", "../tools/measure"],
	"bootstrap-alone": ["scripts/bootstrap/borrows.mjs", "zod"],
};

const TARGETS = [
	"lib/trust/list.ts",
	"lib/formats/pass.ts",
	"lib/verify/compose.ts",
	"lib/verify/make-verified-pass.ts",
	"lib/verify/verified-pass.ts",
	"lib/checkin/count.ts",
	"lib/device/store/database.ts",
	"lib/device/trust/clock.ts",
	"lib/device/background/background.ts",
	"lib/device/counter/issue.ts",
	"lib/server/service.ts",
	"lib/server/service.test.ts",
	"lib/server/http/problem.ts",
	"lib/server/db.ts",
	"lib/scan/camera.ts",
	"app/_ui/button.tsx",
	"app/(door)/scan/parts.tsx",
	"server/serve.ts",
	"tools/measure.ts",
];

/** Allowed neighbours of the same shape as the planted ones: none of them may be reported. */
const ALLOWED: Record<string, string> = {
	"lib/verify/allowed.ts": uses("../trust/list"),
	"lib/verify/makes.ts": uses("./make-verified-pass"),
	"app/(door)/scan/shows.tsx": uses("../../../lib/verify/verified-pass"),
	"lib/policy/allowed.ts": uses("../formats/pass"),
	"lib/trust/allowed.ts": uses("jose"),
	"lib/server/allowed.ts": uses("./db"),
	"lib/server/services/venue/allowed.ts": uses("../../db"),
	"lib/device/counter/allowed.ts": uses("../trust/clock"),
	"app/(counter)/counter/allowed.tsx": uses("../../../lib/device/counter/issue"),
	"app/(door)/scan/allowed.tsx": uses("./parts"),
	"lib/trust/allowed.test.ts": uses("node:fs"),
	"tools/allowed.ts": uses("../server/serve"),
	"scripts/bootstrap/allowed.mjs": uses("node:fs"),
};

function plantedFiles(): Record<string, string> {
	const files: Record<string, string> = { ...ALLOWED };
	for (const target of TARGETS) files[target] = VALUE;
	for (const [from, target] of Object.values(PLANTS)) files[from] = uses(target);
	files["lib/server/cycle-b.ts"] = `import { other } from "./cycle-a";\nexport const value = () => other;\n`;
	files["lib/trust/dead.ts"] = VALUE;
	files["lib/trust/dead.test.ts"] = uses("./dead");
	files["lib/trust/alive.ts"] = VALUE;
	files["lib/cli/main.ts"] = uses("../trust/alive");
	return files;
}

describe("layer rules", () => {
	let project: PlantedProject;
	let report: Awaited<ReturnType<typeof checkLayers>>;

	beforeAll(async () => {
		project = await plantProject(plantedFiles());
		report = await checkLayers(project.folder);
	}, 60_000);
	afterAll(() => project.remove());

	it("has a planted violation for each rule", () => {
		expect([...Object.keys(PLANTS), "no-dead-modules"].sort()).toEqual(rules.forbidden.map(({ name }) => name).sort());
	});

	it.each(Object.entries(PLANTS))("%s is caught", (rule, [from]) => {
		expect(report.violations.filter((violation) => violation.from === from).map(({ rule }) => rule)).toContain(rule);
	});

	it("no-dead-modules is caught, also where a test imports the module", () => {
		const dead = report.violations.filter(({ rule }) => rule === "no-dead-modules").map(({ from }) => from);
		expect(dead).toContain("lib/trust/dead.ts");
		expect(dead).not.toContain("lib/trust/alive.ts");
		expect(dead).not.toContain("lib/trust/dead.test.ts");
	});

	it("lets the allowed imports pass", () => {
		expect(report.violations.filter(({ from }) => from in ALLOWED)).toEqual([]);
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
