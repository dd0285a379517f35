/** The programs and folders of one run: all of them go with it, also when it is killed (keeper.ts). */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { ROOT, TYPESCRIPT } from "../../scripts/bootstrap/project.mjs";
import type { Account } from "../../server/postgres/binaries";
import type { KeeperLine } from "./keeper";

export type Program = {
	readonly pid: number;
	readonly name: string;
	/** False once it ended, whoever ended it. */
	running(): boolean;
	/** Resolves when it has ended; asks nothing of one that has. */
	end(signal: "SIGTERM" | "SIGINT" | "SIGKILL"): Promise<void>;
	/** What it has written so far. */
	log(): Promise<string>;
};

type ProgramOptions = {
	readonly program: string;
	readonly args: readonly string[];
	readonly logFile: string;
	readonly env?: Readonly<Record<string, string>>;
	readonly cwd?: string;
	/** Absent: this process's own. */
	readonly account?: Account | undefined;
};

export type Programs = {
	/** A new folder below the system's for temporary files. */
	folder(prefix: string): Promise<string>;
	start(options: ProgramOptions): Program;
	/** A process that some program of ours starts, named by its file. */
	watch(pidFile: string): void;
	/** Ends what runs, the latest first, and deletes the folders. */
	close(): Promise<void>;
};

export function openPrograms(): Programs {
	const keeper = spawn(process.execPath, [...TYPESCRIPT, "tests/fleet/keeper.ts"], {
		cwd: ROOT,
		stdio: ["pipe", "ignore", "inherit"],
		detached: true,
	});
	keeper.unref();
	// Node's types do not say that a pipe is a socket.
	(keeper.stdin as Partial<Socket>).unref?.();
	const tell = (line: KeeperLine) => keeper.stdin.write(`${JSON.stringify(line)}\n`);
	const running: Program[] = [];
	const folders: string[] = [];
	return {
		async folder(prefix) {
			const folder = await mkdtemp(path.join(tmpdir(), prefix));
			tell({ folder });
			folders.push(folder);
			return folder;
		},
		start(options) {
			const program = startProgram(options, (pid) => tell({ ended: pid }));
			tell({ started: program.pid });
			running.push(program);
			return program;
		},
		watch: (pidFile) => tell({ pidFile }),
		async close() {
			for (const program of running.reverse()) await program.end("SIGTERM");
			for (const folder of folders) await rm(folder, { recursive: true, force: true, maxRetries: 10 });
			keeper.stdin.end();
		},
	};
}

function startProgram(options: ProgramOptions, ended: (pid: number) => void): Program {
	const { program, args, logFile, env = {}, cwd = "/", account } = options;
	const output = openSync(logFile, "a");
	const child = spawn(program, args, {
		cwd,
		env: { ...process.env, ...env },
		stdio: ["ignore", output, output],
		...account,
	});
	closeSync(output);
	const { pid } = child;
	if (pid === undefined) throw new Error(`${program} could not be started: is it installed?`);
	const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
	void gone.then(() => ended(pid));
	return {
		pid,
		name: path.basename(program),
		running: () => isRunning(child),
		log: () => readFile(logFile, "utf8").catch(() => ""),
		async end(signal) {
			if (isRunning(child)) child.kill(signal);
			await gone;
		},
	};
}

function isRunning({ exitCode, signalCode }: ChildProcess): boolean {
	return exitCode === null && signalCode === null;
}
