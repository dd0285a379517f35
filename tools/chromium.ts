/** Finds a Chromium for the browser tests, or installs one. Playwright's own comes first: it is the one it knows. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { ROOT, runNode, runProgram, StepFailed, say } from "../scripts/bootstrap/project.mjs";
import { isRoot } from "../server/postgres/binaries";

const run = promisify(execFile);

const USUAL_PLACES: { readonly [Platform in NodeJS.Platform]?: readonly string[] } = {
	linux: [
		"/usr/bin/chromium",
		"/usr/bin/chromium-browser",
		"/usr/bin/google-chrome",
		"/usr/bin/google-chrome-stable",
		"/snap/bin/chromium",
	],
	darwin: [
		"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
		"/Applications/Chromium.app/Contents/MacOS/Chromium",
	],
	win32: [
		"C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
		"C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
		"C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
	],
};

/** A downloaded browser may lack system libraries: only one that can say its version will do. */
async function works(file: string): Promise<boolean> {
	if (!file || !existsSync(file)) return false;
	if (process.platform === "win32") return true;
	try {
		await run(file, ["--version", "--no-sandbox"], { timeout: 20_000 });
		return true;
	} catch {
		return false;
	}
}

/** Path of an executable; RELAIS_CHROMIUM names one that must be used. */
export async function findChromium(): Promise<string | undefined> {
	const named = process.env["RELAIS_CHROMIUM"];
	if (named) return named;
	const { chromium } = await import("@playwright/test");
	for (const file of [chromium.executablePath(), ...(USUAL_PLACES[process.platform] ?? [])]) {
		if (await works(file)) return file;
	}
	return undefined;
}

/** Like findChromium, but installs one if there is none. */
export async function ensureChromium(): Promise<string> {
	const found = await findChromium();
	if (found) return found;
	say("installing a browser for the tests (once)");
	const failures: string[] = [];
	for (const install of [installFromPlaywright, installFromDebian]) {
		try {
			await install();
		} catch (error) {
			failures.push(error instanceof Error ? error.message : String(error));
		}
		const installed = await findChromium();
		if (installed) return installed;
	}
	throw new StepFailed(
		`no Chromium was found or could be installed: install one, or set RELAIS_CHROMIUM to its path\n${failures.join("\n")}`,
	);
}

async function installFromPlaywright(): Promise<void> {
	await runNode([path.join(ROOT, "node_modules/@playwright/test/cli.js"), "install", "chromium"], {
		name: "playwright install chromium",
	});
}

async function installFromDebian(): Promise<void> {
	if (!isRoot() || !existsSync("/usr/bin/apt-get")) return;
	const env = { DEBIAN_FRONTEND: "noninteractive" };
	await runProgram("apt-get", ["update", "-q"], { name: "apt-get update", env });
	await runProgram("apt-get", ["install", "-q", "-y", "--no-install-recommends", "chromium"], {
		name: "apt-get install chromium",
		env,
	});
}
