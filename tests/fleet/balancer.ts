/** A real HAProxy before the instances, by the configuration that docs/operations.md prints. */
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { connect } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { printedBlock, replaced } from "./printed";
import type { Program, Programs } from "./programs";

/** Where Debian puts it; not on everybody's path. */
const HAPROXY = "/usr/sbin/haproxy";

/** What a run needs and this machine lacks, as a sentence; undefined where all of it is there. */
export function missingBalancer(): string | undefined {
	return existsSync(HAPROXY) ? undefined : "HAProxy is not installed here (Debian: apt-get install haproxy)";
}

export type BalancerOptions = {
	readonly folder: string;
	readonly port: number;
	/** Ports of the two instances. */
	readonly instances: readonly [number, number];
};

/** Speaks HTTP on 127.0.0.1. */
export async function startBalancer(programs: Programs, options: BalancerOptions): Promise<Program> {
	const { folder, port, instances } = options;
	const printed = await printedBlock("haproxy", "/api/ready");
	const text = replaced(
		printed,
		new Map([
			[":443 ssl crt /etc/haproxy/relais.pem alpn h2,http/1.1", `127.0.0.1:${port}`],
			["10.0.0.11:3000", `127.0.0.1:${instances[0]}`],
			["10.0.0.12:3000", `127.0.0.1:${instances[1]}`],
		]),
	);
	return startHaproxy(programs, { folder, name: "portal", text, port });
}

export type HaproxyOptions = {
	readonly folder: string;
	readonly name: string;
	readonly text: string;
	readonly port: number;
};

export async function startHaproxy(programs: Programs, { folder, name, text, port }: HaproxyOptions): Promise<Program> {
	const file = path.join(folder, `haproxy-${name}.cfg`);
	await writeFile(file, text);
	const program = programs.start({
		program: HAPROXY,
		args: ["-db", "-f", file],
		logFile: path.join(folder, `haproxy-${name}.log`),
	});
	await untilItListens(program, port);
	return program;
}

async function untilItListens(program: Program, port: number): Promise<void> {
	for (let attempt = 0; attempt < 100; attempt++) {
		if (!program.running()) throw new Error(`HAProxy ended:\n${await program.log()}`);
		if (await isOpen(port)) return;
		await sleep(100);
	}
	throw new Error(`HAProxy does not listen:\n${await program.log()}`);
}

function isOpen(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = connect(port, "127.0.0.1");
		socket.once("connect", () => {
			socket.destroy();
			resolve(true);
		});
		socket.once("error", () => resolve(false));
	});
}
