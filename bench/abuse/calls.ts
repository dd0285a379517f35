/** Attacks by whole calls: each network sends one after the other, and reads every answer. */
import { Agent, request } from "node:http";
import { type Attack, MOST_REQUESTS, networks, type Target, tally } from "./target";

export type Sent = {
	readonly method?: string;
	readonly path: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string | Buffer;
};

export function byCalls(make: (target: Target) => Sent): Attack {
	return async (target) => {
		const sockets = networks.length;
		const agent = new Agent({ keepAlive: true, maxSockets: sockets });
		const { count, answered } = tally();
		let requests = 0;
		const one = async (from: () => string) => {
			while (!target.stop.aborted && requests < MOST_REQUESTS) {
				requests += 1;
				const { headers = {}, ...sent } = make(target);
				const told = { "x-forwarded-for": from(), origin: target.origin, ...headers };
				count(await ask(target.origin, agent, { ...sent, headers: told }));
			}
		};
		await Promise.all(networks.map(one));
		agent.destroy();
		return { requests, sockets, answered: answered() };
	};
}

/** Sends, and reads the answer to its end. */
function ask(origin: string, agent: Agent, { method = "POST", path, headers = {}, body = "" }: Sent): Promise<string> {
	const length = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
	const sent = request(origin + path, {
		method,
		agent,
		headers: { ...(body.length > 0 ? length : {}), ...headers },
	});
	return new Promise((resolve) => {
		let what = "cut";
		sent.on("response", (answer) => {
			what = String(answer.statusCode);
			answer.resume();
		});
		// Also while it still sends what the portal does not want: an answer that came counts.
		sent.on("error", () => undefined);
		// Comes in any case, after the answer was read or the connection ended; an answer's own does not always.
		sent.on("close", () => resolve(what));
		sent.end(body);
	});
}

/** One and the other in turn. */
export function inTurn(...made: readonly ((target: Target) => Sent)[]): (target: Target) => Sent {
	let turn = 0;
	return (target) => {
		turn += 1;
		const make = made[turn % made.length];
		if (make === undefined) throw new Error("nothing to send");
		return make(target);
	};
}
