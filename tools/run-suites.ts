/**
 * `npm test`: runs every suite and adds up: the last line is `N passed, N failed`, the status 1 if anything failed.
 *
 * A failing suite does not stop the next. A suite that counts its tests tells how many; any other counts one. A suite
 * that ends badly without a failed test (it crashed, or took too long) counts one failure.
 */
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { inspect } from "node:util";
import { endSteps, ROOT, StepFailed, say, TYPESCRIPT } from "../scripts/bootstrap/project.mjs";
import { requireDataFolder } from "../scripts/bootstrap/writable.mjs";
import { buildPortal, isBuilt, prepareSources } from "../server/build/build";
import { errnoOf } from "../server/errno";
import { stopOnSignal } from "../server/stop-signals";
import { ensureChromium } from "./chromium";

/** A suite that hangs must not hang the run. */
const SUITE_MINUTES = 60;
/** Lines of a failed suite that are shown again at the end, where they are looked for. */
const SHOWN_AGAIN = 60;

/** `flaky`: of those that passed, how many did so only the second time. */
type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number; readonly flaky?: number };

/** How a suite ended: well, that is with status 0 and in time? Its last lines. */
type Ending = { readonly good: boolean; readonly end: string };

type Suite = {
	readonly name: string;
	/** A Node script and its arguments; its status decides. */
	readonly args?: readonly string[];
	/** Or something done here, which throws when it fails. */
	readonly work?: () => Promise<void>;
	readonly env?: (folder: string) => Readonly<Record<string, string>>;
	/** An argument that says where to leave the report. */
	readonly report?: (folder: string) => string;
	/** Reads the report that the script left in `folder`. */
	readonly counts?: (folder: string) => Promise<Counts>;
};

const bin = (place: string) => path.join(ROOT, "node_modules", place);
const tool = (name: string) => [...TYPESCRIPT, `tools/${name}.ts`];

const SUITES: readonly Suite[] = [
	{ name: "types", args: tool("typecheck") },
	{ name: "lint", args: [bin("@biomejs/biome/bin/biome"), "check", "."] },
	{ name: "layers", args: tool("check-layers") },
	{ name: "unused", args: tool("check-unused") },
	{
		name: "unit",
		args: [bin("vitest/vitest.mjs"), "run", "--reporter=default", "--reporter=json"],
		report: (folder) => `--outputFile.json=${path.join(folder, "unit.json")}`,
		counts: async (folder) => {
			const report = await readJson(path.join(folder, "unit.json"));
			return { passed: report.numPassedTests, failed: report.numFailedTests, skipped: report.numPendingTests };
		},
	},
	{ name: "build", work: build },
	{
		name: "browser",
		args: [bin("@playwright/test/cli.js"), "test", "--reporter=list,json"],
		env: (folder) => ({ PLAYWRIGHT_JSON_OUTPUT_FILE: path.join(folder, "browser.json") }),
		counts: async (folder) => {
			const { stats } = await readJson(path.join(folder, "browser.json"));
			const { expected, unexpected, flaky, skipped } = stats;
			return { passed: expected + flaky, failed: unexpected, skipped, flaky };
		},
	},
];

async function readJson(file: string) {
	return JSON.parse(await readFile(file, "utf8"));
}

async function build(): Promise<void> {
	if (await isBuilt()) return say("the build is up to date");
	await buildPortal({ show: true });
}

/** Ends the script of the suite that runs now. */
let endRunning = () => {};

function runScript(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ending> {
	return new Promise((resolve) => {
		const child = spawn(process.execPath, args, {
			cwd: ROOT,
			env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: "1" } : {}), ...env },
			stdio: ["ignore", "pipe", "pipe"],
			// A group of its own, so that what it started ends with it.
			detached: process.platform !== "win32",
		});
		let said = "";
		for (const name of ["stdout", "stderr"] as const) {
			child[name].setEncoding("utf8").on("data", (text: string) => {
				process[name].write(text);
				said = `${said}${text}`.slice(-20_000);
			});
		}
		const end = () => {
			if (child.pid === undefined) return;
			try {
				process.kill(process.platform === "win32" ? child.pid : -child.pid, "SIGKILL");
			} catch (error) {
				if (errnoOf(error) !== "ESRCH") throw error;
			}
		};
		endRunning = end;
		const timer = setTimeout(() => {
			console.error(`no end after ${SUITE_MINUTES} minutes: stopped`);
			end();
		}, SUITE_MINUTES * 60_000);
		child.on("error", (error) => resolve({ good: false, end: error.message }));
		child.on("close", (status) => {
			clearTimeout(timer);
			endRunning = () => {};
			resolve({ good: status === 0, end: said.trimEnd().split("\n").slice(-SHOWN_AGAIN).join("\n") });
		});
	});
}

async function attempt(suite: Suite, folder: string): Promise<Ending> {
	if (suite.args) {
		const report = suite.report ? [suite.report(folder)] : [];
		return await runScript([...suite.args, ...report], suite.env?.(folder));
	}
	try {
		await suite.work?.();
		return { good: true, end: "" };
	} catch (error) {
		const end = error instanceof StepFailed ? error.message : inspect(error);
		console.error(end);
		return { good: false, end };
	}
}

async function runSuite(suite: Suite, folder: string): Promise<Counts & Pick<Ending, "end">> {
	const { good, end } = await attempt(suite, folder);
	const counted = suite.counts ? await suite.counts(folder).catch(() => undefined) : undefined;
	if (!counted) return { passed: good ? 1 : 0, failed: good ? 0 : 1, skipped: 0, end };
	const empty = counted.passed + counted.failed === 0;
	return { ...counted, failed: counted.failed === 0 && (!good || empty) ? 1 : counted.failed, end };
}

async function prepare(): Promise<void> {
	await requireDataFolder();
	process.env["RELAIS_CHROMIUM"] = await ensureChromium();
	await prepareSources();
}

async function main(): Promise<void> {
	stopOnSignal(async () => {
		endSteps();
		endRunning();
		process.exitCode = 130;
	});
	try {
		await prepare();
	} catch (error) {
		console.error(error instanceof StepFailed ? error.message : error);
		console.log("0 passed, 1 failed");
		process.exitCode = 1;
		return;
	}
	const folder = await mkdtemp(path.join(tmpdir(), "relais-test-"));
	const lines: string[] = [];
	const sum = { passed: 0, failed: 0 };
	const failing: { readonly name: string; readonly end: string }[] = [];
	for (const suite of SUITES) {
		console.log(`\n=== ${suite.name}`);
		const start = performance.now();
		const { passed, failed, end, ...others } = await runSuite(suite, folder);
		const rest = Object.entries(others).flatMap(([name, count]) => (count > 0 ? `, ${count} ${name}` : []));
		const seconds = ((performance.now() - start) / 1000).toFixed(1);
		const line = `${suite.name}: ${passed} passed, ${failed} failed${rest.join("")} (${seconds} s)`;
		console.log(line);
		lines.push(line);
		sum.passed += passed;
		sum.failed += failed;
		if (failed > 0) failing.push({ name: suite.name, end });
	}
	await rm(folder, { recursive: true, force: true });
	for (const { name, end } of failing) console.log(`\n=== how ${name} ended\n${end}`);
	console.log(`\n=== summary\n${lines.join("\n")}`);
	if (failing.length > 0) console.log(`failing: ${failing.map(({ name }) => name).join(", ")}`);
	console.log(`${sum.passed} passed, ${sum.failed} failed`);
	process.exitCode = sum.failed > 0 ? 1 : 0;
}

await main();
