/**
 * What strangers send, from 24 networks. Each attack goes on until `stop` is aborted, and answers how many requests it
 * made. Every network has one request under way, but those that hold sockets open: they have 24 each.
 */
import { randomBytes } from "node:crypto";
import { Agent, request } from "node:http";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { PATHS } from "@/lib/protocol/paths";
import { benchKey, proofOf } from "./device";

/** The first one is that of the genuine callers behind a shared address. */
const NETWORKS = Array.from({ length: 24 }, (_, n) => (n === 0 ? "203.0.113.66" : `198.51.${n}.7`));
const SOCKETS = 24;

type Target = {
	readonly origin: string;
	/** Thumbprint of an enrolled device. */
	readonly kid: string;
	readonly stop: AbortSignal;
};
type Attack = (target: Target) => Promise<number>;
type Sent = {
	readonly method?: string;
	readonly path: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string | Buffer;
};

/** Sends, and reads the answer to its end; what the portal breaks off counts as answered. */
function ask(target: Target, agent: Agent, { method = "POST", path, headers = {}, body = "" }: Sent): Promise<void> {
	const length = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
	const sent = request(target.origin + path, {
		method,
		agent,
		headers: { ...(body.length > 0 ? length : {}), ...headers },
	});
	return new Promise((resolve) => {
		sent.on("response", (answer) => answer.resume().on("close", resolve));
		sent.on("error", () => resolve());
		sent.end(body);
	});
}

/** One request after the other from every network. */
function fromEverywhere(make: (target: Target) => Sent): Attack {
	return async (target) => {
		const agent = new Agent({ keepAlive: true, maxSockets: NETWORKS.length });
		let requests = 0;
		const one = async (from: string) => {
			while (!target.stop.aborted) {
				const { headers = {}, ...sent } = make(target);
				requests += 1;
				await ask(target, agent, { ...sent, headers: { "x-forwarded-for": from, origin: target.origin, ...headers } });
			}
		};
		await Promise.all(NETWORKS.map(one));
		agent.destroy();
		return requests;
	};
}

/** 24 sockets of every network that are opened again whenever they end. */
function bySockets(head: (from: string) => string): Attack {
	return async ({ origin, stop }) => {
		const { hostname, port } = new URL(origin);
		let requests = 0;
		const hold = async (from: string) => {
			while (!stop.aborted) {
				requests += 1;
				const socket = connect(Number(port), hostname);
				const closed = new Promise((resolve) => socket.once("close", resolve));
				socket.on("error", () => undefined);
				socket.write(head(from));
				socket.resume();
				const dripping = setInterval(() => socket.write(" "), 500);
				const end = () => socket.destroy();
				stop.addEventListener("abort", end, { once: true });
				await closed;
				stop.removeEventListener("abort", end);
				clearInterval(dripping);
				await sleep(50);
			}
		};
		await Promise.all(NETWORKS.flatMap((from) => Array.from({ length: SOCKETS }, () => hold(from))));
		return requests;
	};
}

const slow = (from: string) =>
	`POST ${PATHS.openPass} HTTP/1.1\r\nHost: relais.example\r\nX-Forwarded-For: ${from}\r\n` +
	"Content-Type: application/json\r\nContent-Length: 900\r\n\r\n{";

const stranger = benchKey();
const DEEP = "[".repeat(1_000) + "]".repeat(1_000);
const OVERSIZE = Buffer.alloc(200_000, 0x5b);
const token = () => randomBytes(16).toString("base64url");

/** Alternately one and the other. */
function inTurn(...made: readonly ((target: Target) => Sent)[]): (target: Target) => Sent {
	let turn = 0;
	return (target) => {
		turn += 1;
		const make = made[turn % made.length];
		if (make === undefined) throw new Error("nothing to send");
		return make(target);
	};
}

const forged = ({ origin, kid }: Target, path: string): Sent => {
	const proof = { url: origin + path, body: "{}", kid, signer: stranger.privateKey };
	return { path, body: "{}", headers: { authorization: proofOf(proof) } };
};

function junkEnrolment({ origin }: Target): Sent {
	const key = benchKey();
	const body = JSON.stringify({ code: randomBytes(10).toString("hex").toUpperCase(), jwk: key.jwk, label: "poste" });
	const proof = { url: origin + PATHS.claim, body, kid: key.kid, signer: key.privateKey };
	return { path: PATHS.claim, body, headers: { authorization: proofOf(proof) } };
}

export const ATTACKS: Readonly<Record<string, Attack>> = {
	"slow bodies, 24 × 24 sockets": bySockets(slow),
	"forged proofs under a known key": fromEverywhere(
		inTurn(
			(target) => forged(target, PATHS.records),
			(target) => forged(target, PATHS.sharedPapers),
		),
	),
	"proofs under unknown keys": fromEverywhere((target) => forged({ ...target, kid: stranger.kid }, PATHS.sharedPapers)),
	"junk cookies": fromEverywhere(() => ({
		method: "GET",
		path: PATHS.console.overview,
		headers: { cookie: `relais-console=${token()}` },
	})),
	"junk enrolments": fromEverywhere(junkEnrolment),
	"junk holder links": fromEverywhere(() => ({
		path: PATHS.openPass,
		body: JSON.stringify({ token: token(), birth: "1990-02-03" }),
	})),
	"oversize and deep JSON": fromEverywhere(
		inTurn(
			() => ({ path: PATHS.openPass, body: OVERSIZE }),
			() => ({ path: PATHS.console.session, body: DEEP }),
		),
	),
};
