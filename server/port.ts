/** Finds a free port, and looks whether one is free before anything long is begun. */
import { randomInt } from "node:crypto";
import { createServer } from "node:net";
import { StepFailed } from "../scripts/bootstrap/project.mjs";

/** Below the ports that systems give to outgoing connections: one of those could take it before it is listened on. */
const FIRST_PORT = 20_000;
const PORTS = 12_000;

export type Address = { readonly port: number; readonly host: string };
type ListenError = NodeJS.ErrnoException & { readonly hostname?: string; readonly address?: string };

/** A port that is free now. */
export async function freePort(): Promise<number> {
	for (let attempt = 0; attempt < 50; attempt++) {
		const port = FIRST_PORT + randomInt(PORTS);
		const error = await listenError({ port, host: "127.0.0.1" });
		if (!error) return port;
		if (error.code !== "EADDRINUSE") throw error;
	}
	throw new Error(`found no free port between ${FIRST_PORT} and ${FIRST_PORT + PORTS}`);
}

/** @throws StepFailed that says what to do when something else listens there */
export async function requireFreePort(address: Address): Promise<void> {
	const error = await listenError(address);
	if (error) throw portProblem(error, address.port);
}

/** What stands against listening there, if anything does. */
function listenError({ port, host }: Address): Promise<ListenError | undefined> {
	return new Promise((resolve) => {
		const probe = createServer();
		probe.once("error", resolve);
		probe.listen(port, host, () => probe.close(() => resolve(undefined)));
	});
}

/** Says what a failed `listen` means. Other faults pass through. */
export function portProblem(fault: unknown, port: number): unknown {
	if (!(fault instanceof Error)) return fault;
	const { code = "", hostname, address }: ListenError = fault;
	if (code === "EADDRINUSE") {
		return new StepFailed(
			`port ${port} is in use: stop the program that uses it (perhaps another Relais), or choose another: PORT=${port + 1} npm start`,
		);
	}
	if (code === "EACCES") {
		return new StepFailed(`this account may not use port ${port}: choose one above 1023, such as PORT=3000`);
	}
	if (["ENOTFOUND", "EAI_AGAIN", "EADDRNOTAVAIL"].includes(code)) {
		return new StepFailed(
			`HOST=${hostname ?? address} is no address of this machine: leave HOST out, or set it to 127.0.0.1 or 0.0.0.0`,
		);
	}
	return fault;
}
