/** People and devices who go on working meanwhile, at a steady pace, and how long they wait. */
import { setTimeout as sleep } from "node:timers/promises";
import { PATHS } from "@/lib/protocol/paths";
import { type BenchKey, benchKey, proofOf } from "./device";

/** Of the networks that strangers attack from, too (target.ts). */
const SHARED = "203.0.113.5";
const SHARED_V6 = "2001:db8:1::5";
const OWN = "192.0.2.5";
const EACH_MS = 200;
/** A holder looks less often than a device works, and waits with everybody who looks up passes behind its address. */
const HOLDER_EACH = 3;

export type Genuine = {
	/** Thumbprint of the device. */
	readonly kid: string;
	/** What each of them met in so many seconds, from the start of the call to the end of the answer. */
	readonly work: (seconds: number) => Promise<readonly Met[]>;
};
export type Met = { readonly who: string; readonly ms: number; readonly status: number };

type Links = { readonly counter: string; readonly console: string };
type Call = () => Promise<Response>;

export async function genuineCallers(origin: string, links: Links): Promise<Genuine> {
	const key = await enrol(origin, links.counter);
	const cookie = await signIn(origin, links.console);
	const calls: Readonly<Record<string, Call>> = {
		"device behind a shared address": () =>
			postSigned(origin, key, { path: PATHS.sharedPapers, body: "{}", from: SHARED }),
		"device behind a shared prefix": () =>
			postSigned(origin, key, { path: PATHS.sharedPapers, body: "{}", from: SHARED_V6 }),
		"device at its own address": () => postSigned(origin, key, { path: PATHS.sharedPapers, body: "{}", from: OWN }),
		"console behind a shared address": () =>
			fetch(origin + PATHS.console.overview, { headers: { cookie, "x-forwarded-for": SHARED } }),
		holder: () => {
			const body = JSON.stringify({ token: "A".repeat(22), birth: "1990-02-03" });
			const headers = { "content-type": "application/json", origin, "x-forwarded-for": "192.0.2.77" };
			return fetch(origin + PATHS.openPass, { method: "POST", headers, body });
		},
	};
	const work = async (seconds: number) => {
		const waiting: Promise<Met>[] = [];
		for (let i = 0; i < (seconds * 1_000) / EACH_MS; i++) {
			for (const [who, call] of Object.entries(calls)) {
				if (who !== "holder" || i % HOLDER_EACH === 0) waiting.push(meet(who, call));
			}
			await sleep(EACH_MS);
		}
		return Promise.all(waiting);
	};
	return { kid: key.kid, work };
}

async function meet(who: string, call: Call): Promise<Met> {
	const start = performance.now();
	try {
		const answer = await call();
		await answer.arrayBuffer();
		return { who, ms: performance.now() - start, status: answer.status };
	} catch {
		// A connection that broke is no answer: it counts as refused.
		return { who, ms: performance.now() - start, status: 0 };
	}
}

type Signed = { readonly path: string; readonly body: string; readonly from: string };

function postSigned(origin: string, key: BenchKey, { path, body, from }: Signed): Promise<Response> {
	const authorization = proofOf({ url: origin + path, body, kid: key.kid, signer: key.privateKey });
	const headers = { authorization, "content-type": "application/json", "x-forwarded-for": from };
	return fetch(origin + path, { method: "POST", headers, body });
}

async function enrol(origin: string, link: string): Promise<BenchKey> {
	const key = benchKey();
	const code = (new URL(link).hash.slice(1).split(".")[0] ?? "").toUpperCase();
	const body = JSON.stringify({ code, jwk: key.jwk, label: "poste 1" });
	const answer = await postSigned(origin, key, { path: PATHS.claim, body, from: OWN });
	if (!answer.ok) throw new Error(`enrolment answered ${answer.status}`);
	return key;
}

async function signIn(origin: string, link: string): Promise<string> {
	const headers = { "content-type": "application/json", origin, "x-forwarded-for": SHARED };
	const body = JSON.stringify({ token: new URL(link).hash.slice(1) });
	const answer = await fetch(origin + PATHS.console.session, { method: "POST", headers, body });
	if (!answer.ok) throw new Error(`the console answered ${answer.status}`);
	return (answer.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
}
