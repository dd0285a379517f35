import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "./project.mjs";

/** A clone in which nothing was installed. Its package-lock.json is absent: an attempt to install would fail. */
let clone = "";
beforeAll(() => {
	clone = mkdtempSync(path.join(tmpdir(), "relais-clone-"));
	cpSync(path.join(ROOT, "scripts/bootstrap"), path.join(clone, "scripts/bootstrap"), { recursive: true });
});
afterAll(() => rmSync(clone, { recursive: true, force: true }));

function start(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
	const { status, stdout, stderr } = spawnSync(process.execPath, ["scripts/bootstrap/start.mjs", ...args], {
		cwd: clone,
		env: { ...process.env, ...env },
		encoding: "utf8",
	});
	return { status, stdout, stderr };
}

describe("the command line of `npm start` on a bare clone", () => {
	it("answers --help, and installs nothing", () => {
		const { status, stdout, stderr } = start(["--help"]);
		expect([status, stderr]).toEqual([0, ""]);
		expect(stdout).toMatch(/^npm start \[-- options\]\n/);
		expect(readdirSync(clone)).toEqual(["scripts"]);
	});

	it("refuses an unknown option with the help text, and installs nothing", () => {
		const { status, stdout, stderr } = start(["--lan", "--lna"]);
		expect([status, stdout]).toEqual([1, ""]);
		expect(stderr).toMatch(/^relais: unknown option --lna\n\nnpm start \[-- options\]\n/);
		expect(readdirSync(clone)).toEqual(["scripts"]);
	});

	it.each(["0", "65536", "http"])("refuses PORT=%s, and installs nothing", (port) => {
		const { status, stdout, stderr } = start([], { PORT: port });
		expect([status, stdout]).toEqual([1, ""]);
		expect(stderr).toBe(`relais: PORT must be a number from 1 to 65535, not ${port}\n`);
		expect(readdirSync(clone)).toEqual(["scripts"]);
	});
});
