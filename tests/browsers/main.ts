/**
 * `npm run test:browsers [-- firefox | webkitgtk] [arguments for Playwright]`: the journeys in Firefox and WebKitGTK, as
 * Debian packages them. An engine whose packages are not installed is skipped, with their names. The last line is `N passed, N failed`.
 */
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { ROOT } from "../../scripts/bootstrap/project.mjs";
import { ENGINE_NAMES, type EngineName, missingPackages } from "./engines/packages";

const isEngine = (text: string): text is EngineName => ENGINE_NAMES.some((name) => name === text);

async function enginesHere(): Promise<readonly EngineName[]> {
	const named = process.argv.filter(isEngine);
	const here: EngineName[] = [];
	for (const engine of named.length > 0 ? named : ENGINE_NAMES) {
		const missing = await missingPackages(engine);
		if (missing.length === 0) here.push(engine);
		else console.log(`${engine}: skipped, not installed here. On Debian: apt-get install ${missing.join(" ")}`);
	}
	return here;
}

function runPlaywright(engines: readonly EngineName[], report: string): Promise<number> {
	const child = spawn(
		process.execPath,
		[
			path.join(ROOT, "node_modules/@playwright/test/cli.js"),
			...["test", "--config", "tests/browsers/playwright.config.ts", "--reporter=list,json"],
			...engines.map((engine) => `--project=${engine}`),
			...process.argv.slice(2).filter((argument) => !isEngine(argument)),
		],
		{
			cwd: ROOT,
			env: {
				...process.env,
				PLAYWRIGHT_JSON_OUTPUT_FILE: report,
				// Firefox is spoken to by a WebSocket, which Node 20 has behind this flag, and later ones without it.
				NODE_OPTIONS: `${process.env["NODE_OPTIONS"] ?? ""} --experimental-websocket`.trim(),
			},
			stdio: ["ignore", "inherit", "inherit"],
		},
	);
	for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
	return new Promise((resolve, reject) => {
		child.on("error", reject);
		child.on("close", (status) => resolve(status ?? 1));
	});
}

type Sum = { readonly passed: number; readonly failed: number };

/** A run that ends badly without a failed test, without any test or without a report counts one failure. */
async function runEngines(engines: readonly EngineName[]): Promise<Sum> {
	const folder = await mkdtemp(path.join(tmpdir(), "relais-browsers-"));
	try {
		const report = path.join(folder, "report.json");
		const status = await runPlaywright(engines, report);
		const said = await readFile(report, "utf8").catch(() => undefined);
		if (said === undefined) return { passed: 0, failed: 1 };
		const { stats } = JSON.parse(said);
		const [passed, failed] = [stats.expected, stats.unexpected + stats.flaky];
		return { passed, failed: failed === 0 && (status !== 0 || passed === 0) ? 1 : failed };
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

const engines = await enginesHere();
const { passed, failed } = engines.length === 0 ? { passed: 0, failed: 0 } : await runEngines(engines);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
