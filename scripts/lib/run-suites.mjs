/**
 * Runs every suite and adds up: the last line is `N passed, N failed`, the status 1 if anything failed.
 *
 * A failing suite does not stop the next. A suite that counts its tests tells how many; any other counts one. A suite
 * that ends badly without a failed test (it crashed, or took too long) counts one failure.
 */
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { buildPortal, isBuilt, prepareSources } from "./build.mjs";
import { ensureChromium } from "./chromium.mjs";
import { installDependencies } from "./dependencies.mjs";
import { endSteps, ROOT, StepFailed, say } from "./project.mjs";
import { stopOnSignal } from "./stop-signals.mjs";
import { requireFolders } from "./writable.mjs";

/** A suite that hangs must not hang the run. */
const SUITE_MINUTES = 40;
/** Lines of a failed suite that are shown again at the end, where they are looked for. */
const SHOWN_AGAIN = 60;

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */
/**
 * @typedef {object} Suite
 * @property {string} name
 * @property {readonly string[]} [args] a Node script and its arguments; its status decides
 * @property {() => Promise<void>} [work] or something done here, which throws when it fails
 * @property {(folder: string) => Record<string, string>} [env]
 * @property {(folder: string) => string} [report] an argument that says where to leave the report
 * @property {(folder: string) => Promise<Counts>} [counts] reads the report that the script left in `folder`
 */

const bin = (place) => path.join(ROOT, "node_modules", place);

/** @type {readonly Suite[]} */
const SUITES = [
	{ name: "types", args: ["scripts/typecheck.mjs"] },
	{ name: "lint", args: [bin("@biomejs/biome/bin/biome"), "check", "."] },
	{ name: "layers", args: ["scripts/check-layers.mjs"] },
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
			return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
		},
	},
];

async function readJson(file) {
	return JSON.parse(await readFile(file, "utf8"));
}

async function build() {
	if (await isBuilt()) return say("the build is up to date");
	await buildPortal({ show: true });
}

/** Ends the script of the suite that runs now. */
let endRunning = () => {};

/** @returns {Promise<{ good: boolean, end: string }>} whether the script ended with status 0 in time; its last lines */
function runScript(args, env) {
	return new Promise((resolve) => {
		const child = spawn(process.execPath, args, {
			cwd: ROOT,
			env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: "1" } : {}), ...env },
			stdio: ["ignore", "pipe", "pipe"],
			// A group of its own, so that what it started ends with it.
			detached: process.platform !== "win32",
		});
		let said = "";
		for (const name of ["stdout", "stderr"]) {
			child[name].setEncoding("utf8").on("data", (text) => {
				process[name].write(text);
				said = `${said}${text}`.slice(-20_000);
			});
		}
		const end = () => {
			try {
				process.kill(process.platform === "win32" ? child.pid : -child.pid, "SIGKILL");
			} catch (error) {
				if (error.code !== "ESRCH") throw error;
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

/** @returns {Promise<{ good: boolean, end: string }>} */
async function attempt(suite, folder) {
	if (suite.args) {
		const report = suite.report ? [suite.report(folder)] : [];
		return await runScript([...suite.args, ...report], suite.env?.(folder));
	}
	try {
		await suite.work?.();
		return { good: true, end: "" };
	} catch (error) {
		const end = error instanceof StepFailed ? error.message : String(error.stack);
		console.error(end);
		return { good: false, end };
	}
}

/** @returns {Promise<Counts & { end: string }>} */
async function runSuite(suite, folder) {
	const { good, end } = await attempt(suite, folder);
	const counted = suite.counts ? await suite.counts(folder).catch(() => undefined) : undefined;
	if (!counted) return { passed: good ? 1 : 0, failed: good ? 0 : 1, skipped: 0, end };
	const empty = counted.passed + counted.failed === 0;
	return { ...counted, failed: counted.failed === 0 && (!good || empty) ? 1 : counted.failed, end };
}

async function prepare() {
	await requireFolders();
	await installDependencies();
	process.env["RELAIS_CHROMIUM"] = await ensureChromium();
	await prepareSources();
}

export async function main() {
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
	const lines = [];
	const sum = { passed: 0, failed: 0 };
	const failing = [];
	for (const suite of SUITES) {
		console.log(`\n=== ${suite.name}`);
		const start = performance.now();
		const { passed, failed, skipped, end } = await runSuite(suite, folder);
		const seconds = ((performance.now() - start) / 1000).toFixed(1);
		const line = `${suite.name}: ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""} (${seconds} s)`;
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
