/** A planted violation for each layer rule: a rule that catches nothing is as good as none. */
import { checkLayers } from "./cruise";
import { plantProject } from "./planted-project";

const uses = (target: string) => `import { value } from "${target}";\nexport const other = value;\n`;
const VALUE = "export const value = 1;\n";

/** One planted import for each rule: the file that breaks it, and what it imports. */
export const PLANTS: Record<string, readonly [from: string, target: string]> = {
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
	"gatelink-layer": ["lib/gatelink/trusts.ts", "../trust/list"],
	"kit-layer": ["lib/kit/verifies.ts", "../verify/compose"],
	"entry-layer": ["lib/entry/judges.ts", "../verify/compose"],
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
	"no-dead-modules": ["lib/trust/dead.ts", "./list"],
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
	// Its own test does not bring a module to life; a command does.
	files["lib/trust/dead.test.ts"] = uses("./dead");
	const alive = Object.keys(ALLOWED).filter((file) => /^lib[/].*(?<![.]test)[.]ts$/.test(file));
	files["tools/reaches.ts"] = alive.map((file) => `import "../${file.replace(/[.]ts$/, "")}";\n`).join("");
	return files;
}

export type PlantedReport = {
	/** Planted violations that the rules reported, and those that they did not, by rule. */
	readonly caught: readonly string[];
	readonly missed: readonly string[];
	/** What was reported of files that break nothing: `rule: file`. */
	readonly wronglyReported: readonly string[];
};

/** Checks the rules on a project that breaks each of them once. */
export async function checkPlanted(): Promise<PlantedReport> {
	const project = await plantProject(plantedFiles());
	try {
		const { violations } = await checkLayers(project.folder);
		const isCaught = (rule: string) =>
			violations.some((violation) => violation.rule === rule && violation.from === PLANTS[rule]?.[0]);
		const rules = Object.keys(PLANTS);
		return {
			caught: rules.filter(isCaught),
			missed: rules.filter((rule) => !isCaught(rule)),
			wronglyReported: violations.filter(({ from }) => from in ALLOWED).map(({ rule, from }) => `${rule}: ${from}`),
		};
	} finally {
		await project.remove();
	}
}
