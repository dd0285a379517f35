import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { ROOT, TYPESCRIPT } from "../scripts/bootstrap/project.mjs";

const MODULE = JSON.stringify(new URL("./stop-signals.ts", import.meta.url).href);

/** Runs on until it is asked to end; says how it can be reached. */
const SCRIPT = `
const started = process.ppid;
console.error(JSON.stringify({ script: process.pid, shell: process.ppid }));
if (process.argv[2] === "late") while (process.ppid === started) await new Promise((done) => setTimeout(done, 20));
const { stopOnSignal } = await import(${MODULE});
stopOnSignal(async () => {
	for (const say of [console.log, console.error]) say("stopped");
});
console.error("ready");
setInterval(() => process.argv[2] === "talk" && console.log("still here"), 20);`;

/** Does what npm does: runs a script's line in a shell and ends with it. */
const LAUNCHER = `
import { spawn } from "node:child_process";
spawn(process.argv[2], { shell: true, stdio: "inherit" });`;

/** In a container that was started with npm, npm becomes the parent of orphans. */
const npmIsFirst = /npm|node/.test(existsSync("/proc/1/cmdline") ? readFileSync("/proc/1/cmdline", "utf8") : "");

// Windows has neither signals nor orphans that change their parent.
describe.skipIf(process.platform === "win32")("a script that npm runs", () => {
	let folder = "";
	beforeAll(async () => {
		folder = await mkdtemp(path.join(tmpdir(), "relais stop-"));
		await writeFile(path.join(folder, "script.mjs"), SCRIPT);
		await writeFile(path.join(folder, "launcher.mjs"), LAUNCHER);
	});
	afterAll(() => rm(folder, { recursive: true, force: true }));

	/** @returns processes to end, what was said before, and all that the script has written when it has ended */
	async function launch(...args: readonly string[]) {
		const words = [process.execPath, ...TYPESCRIPT, path.join(folder, "script.mjs"), ...args];
		const line = words.map((word) => `"${word}"`).join(" ");
		const launcher = spawn(process.execPath, [path.join(folder, "launcher.mjs"), line], {
			cwd: ROOT,
			env: { ...process.env, npm_lifecycle_event: "start" },
			stdio: ["ignore", "pipe", "pipe"],
		});
		const said = launcher.stderr.setEncoding("utf8").iterator({ destroyOnReturn: false });
		let errors = "";
		const saying = async (pattern: RegExp) => {
			while (!pattern.test(errors)) {
				const { done, value } = await said.next();
				if (done) throw new Error(`ended without saying ${pattern}: ${errors}`);
				errors += value;
			}
		};
		await saying(/\n/);
		// The pipe ends with the last of those who hold it: launcher, shell and script.
		const { script, shell }: Record<"script" | "shell", number> = JSON.parse(errors.split("\n")[0] ?? "");
		return { launcher: launcher.pid ?? shell, script, shell, saying, stdout: launcher.stdout };
	}

	it.each(["SIGINT", "SIGTERM", "SIGHUP"])("stops on %s", async (signal) => {
		const { script, saying, stdout } = await launch();
		await saying(/ready/);
		process.kill(script, signal);
		expect(await text(stdout)).toContain("stopped");
	});

	it("stops when nobody reads it any more", async () => {
		const { saying, stdout } = await launch("talk");
		stdout.destroy();
		await saying(/stopped/);
	});

	it("stops when the shell between was ended", async () => {
		const { shell, saying, stdout } = await launch();
		await saying(/ready/);
		process.kill(shell, "SIGTERM");
		expect(await text(stdout)).toContain("has gone\nstopped");
	});

	it.runIf(process.platform === "linux")("stops when npm was killed and its shell waits on", async () => {
		const { launcher, saying, stdout } = await launch();
		await saying(/ready/);
		process.kill(launcher, "SIGKILL");
		expect(await text(stdout)).toContain("has gone\nstopped");
	});

	it.skipIf(npmIsFirst)("stops when both had gone before it could look", async () => {
		const { launcher, shell, stdout } = await launch("late");
		process.kill(launcher, "SIGKILL");
		if (shell !== launcher) process.kill(shell, "SIGKILL");
		expect(await text(stdout)).toContain("has gone\nstopped");
	});
});
