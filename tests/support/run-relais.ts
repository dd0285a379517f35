/**
 * The `relais` command in a folder of its own: in this process, or spawned as a person would where the process itself
 * matters.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, vi } from "vitest";
import { relais } from "@/lib/cli/relais";

const PROJECT = join(import.meta.dirname, "../..");

export type Run = { readonly status: number | null; readonly stdout: string; readonly stderr: string };

/** Call it where tests are described: the folder lasts for that file. */
export function commandFolder() {
	let folder = "";
	beforeAll(() => {
		folder = mkdtempSync(join(tmpdir(), "relais-cli-"));
		vi.stubEnv("INIT_CWD", folder);
	});
	afterAll(() => {
		vi.unstubAllEnvs();
		rmSync(folder, { recursive: true, force: true });
	});
	return {
		path: (...names: readonly string[]) => join(folder, ...names),
		/** Writes a file; gives the name to use on a command line. */
		file: (name: string, content: unknown) => {
			writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
			return name;
		},
		/** `npm run --silent relais -- …`, called from the folder. */
		spawn: (args: readonly string[], input = "") => spawnRelais(args, { input, cwd: folder }),
	};
}

export async function runRelais(args: readonly string[], input = ""): Promise<Run> {
	const stdout = new PassThrough();
	const stderr = new PassThrough();
	const written = Promise.all([text(stdout), text(stderr)]);
	const status = await relais(args, { stdin: Readable.from(input === "" ? [] : [Buffer.from(input)]), stdout, stderr });
	stdout.end();
	stderr.end();
	const [out, error] = await written;
	return { status, stdout: out, stderr: error };
}

/** Objects as JSON, texts as they are. */
export function lines(...values: readonly unknown[]): string {
	return values.map((value) => `${typeof value === "string" ? value : JSON.stringify(value)}\n`).join("");
}

export function jsonLines(output: string) {
	return output
		.trimEnd()
		.split("\n")
		.map((line) => JSON.parse(line));
}

async function spawnRelais(args: readonly string[], { input, cwd }: { input: string; cwd: string }): Promise<Run> {
	const command = ["--prefix", PROJECT, "run", "--silent", "relais", "--", ...args];
	const child = spawn("npm", command, { cwd, env: { ...process.env, NODE_ENV: "test" } });
	child.stdin.on("error", () => {}); // the command may have ended already
	child.stdin.end(input);
	const closed = new Promise<number | null>((resolve) => child.on("close", resolve));
	const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
	// npm's own remarks about its settings are not the command's.
	return { status, stdout, stderr: stderr.replaceAll(/^npm warn .*\n/gm, "") };
}
