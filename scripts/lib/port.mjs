/** Looks whether a port is free before anything long is begun. */
import { createServer } from "node:net";
import { StepFailed } from "./project.mjs";

/**
 * @param {{ port: number, host: string }} address
 * @returns {Promise<void>} throws what to do when something else listens there
 */
export function requireFreePort({ port, host }) {
	return new Promise((resolve, reject) => {
		const probe = createServer();
		probe.once("error", (error) => reject(portProblem(error, port)));
		probe.listen(port, host, () => probe.close(() => resolve(undefined)));
	});
}

/** Says what a failed `listen` means. Other errors pass through. */
export function portProblem(error, port) {
	if (error.code === "EADDRINUSE") {
		return new StepFailed(
			`port ${port} is in use: stop the program that uses it (perhaps another Relais), or choose another: PORT=${port + 1} npm start`,
		);
	}
	if (error.code === "EACCES") {
		return new StepFailed(`this account may not use port ${port}: choose one above 1023, such as PORT=3000`);
	}
	if (["ENOTFOUND", "EAI_AGAIN", "EADDRNOTAVAIL"].includes(error.code)) {
		return new StepFailed(
			`HOST=${error.hostname ?? error.address} is no address of this machine: leave HOST out, or set it to 127.0.0.1 or 0.0.0.0`,
		);
	}
	return error;
}
