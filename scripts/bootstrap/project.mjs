// @ts-check
/** Where this project lies, and how its programs talk and run others. No package is needed here. */
import { spawn } from "node:child_process";
import path from "node:path";

export const ROOT = path.resolve(import.meta.dirname, "../..");

/** Keys, published files and the embedded database (RELAIS_DATA, default `.relais`). Absolute. */
export function dataFolder() {
	return path.resolve(ROOT, process.env["RELAIS_DATA"] || ".relais");
}

/**
 * One line on what is going on.
 * @param {string} text
 */
export function say(text) {
	console.log(`relais: ${text}`);
}

/** Seconds between two progress lines of a long step. */
const LIFE = 15;

/**
 * Does a step that takes long: says what it is, and every while that it goes on.
 * @template T
 * @param {string} text
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function longStep(text, work) {
	say(text);
	let seconds = 0;
	const timer = setInterval(() => {
		seconds += LIFE;
		say(`  … ${seconds} s`);
	}, LIFE * 1000);
	try {
		return await work();
	} finally {
		clearInterval(timer);
	}
}

/** A step that failed: its message is for the person at the terminal, its stack for nobody. */
export class StepFailed extends Error {}

/**
 * Runs a Node script to its end. Its output is shown only if it fails, unless `show`.
 * @param {readonly string[]} args script and arguments
 * @param {{ env?: Record<string, string | undefined>, show?: boolean, name?: string }} [options]
 * @returns {Promise<string>} what it wrote on standard output
 */
export function runNode(args, { env = {}, show = false, name = args.join(" ") } = {}) {
	return runProgram(process.execPath, args, { env, show, name });
}

/** @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();

let ending = false;

/** Ends what runNode and runProgram still run. What they are asked to run from now on fails. */
export function endSteps() {
	ending = true;
	for (const child of running) child.kill();
}

/**
 * Like runNode, for any program.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ env?: Record<string, string | undefined>, show?: boolean, name?: string, shell?: boolean }} [options]
 * @returns {Promise<string>}
 */
export function runProgram(program, args, { env = {}, show = false, name = program, shell = false } = {}) {
	return new Promise((resolve, reject) => {
		if (ending) throw new StepFailed(`${name}: not begun, because of the stop`);
		const child = spawn(program, args, {
			cwd: ROOT,
			env: { ...process.env, ...env },
			shell,
			stdio: ["ignore", show ? "inherit" : "pipe", show ? "inherit" : "pipe"],
		});
		running.add(child);
		let output = "";
		let all = "";
		child.stdout?.setEncoding("utf8").on("data", (text) => {
			output += text;
			all += text;
		});
		child.stderr?.setEncoding("utf8").on("data", (text) => {
			all += text;
		});
		child.on("error", (error) => {
			running.delete(child);
			reject(new StepFailed(`${name}: ${error.message}`));
		});
		child.on("close", (status, signal) => {
			running.delete(child);
			if (status === 0) resolve(output);
			else reject(new StepFailed(`${name} failed (${signal ?? `status ${status}`})\n${all.trimEnd()}`.trimEnd()));
		});
	});
}

/**
 * Arguments by which Node runs a TypeScript program of ours, with what is marked server-only, in a process of its own.
 */
export const TYPESCRIPT = ["--conditions=react-server", "--import", "tsx"];
