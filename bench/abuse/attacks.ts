/** What strangers send, each until it is told to stop. */
import { randomBytes } from "node:crypto";
import { PATHS } from "@/lib/protocol/paths";
import { byCalls, inTurn, type Sent } from "./calls";
import { benchKey, proofOf } from "./device";
import { bySockets, drip, neverRead } from "./sockets";
import type { Attack, Target } from "./target";

const stranger = benchKey();
const DEEP = "[".repeat(1_000) + "]".repeat(1_000);
const OVERSIZE = Buffer.alloc(200_000, 0x5b);
const token = () => randomBytes(16).toString("base64url");

function forged({ origin, kid }: Target, path: string): Sent {
	const proof = { url: origin + path, body: "{}", kid, signer: stranger.privateKey };
	return { path, body: "{}", headers: { authorization: proofOf(proof) } };
}

function junkEnrolment({ origin }: Target): Sent {
	const key = benchKey();
	const body = JSON.stringify({ code: randomBytes(10).toString("hex").toUpperCase(), jwk: key.jwk, label: "poste" });
	const proof = { url: origin + PATHS.claim, body, kid: key.kid, signer: key.privateKey };
	return { path: PATHS.claim, body, headers: { authorization: proofOf(proof) } };
}

function slowBody(_target: Target, from: string): string {
	return (
		`POST ${PATHS.openPass} HTTP/1.1\r\nHost: relais.example\r\nX-Forwarded-For: ${from}\r\n` +
		"Content-Type: application/json\r\nContent-Length: 900\r\n\r\n{"
	);
}

let asked = 0;
function largeFile({ files }: Target, from: string): string {
	asked += 1;
	return `GET ${files[asked % files.length]} HTTP/1.1\r\nHost: relais.example\r\nX-Forwarded-For: ${from}\r\n\r\n`;
}

export const ATTACKS: Readonly<Record<string, Attack>> = {
	"slow bodies": bySockets({ head: slowBody, goOn: drip }),
	"unread downloads": bySockets({ head: largeFile, goOn: neverRead }),
	"forged proofs under a known key": byCalls(
		inTurn(
			(target) => forged(target, PATHS.records),
			(target) => forged(target, PATHS.sharedPapers),
		),
	),
	"proofs under unknown keys": byCalls((target) => forged({ ...target, kid: benchKey().kid }, PATHS.sharedPapers)),
	"junk cookies": byCalls(() => ({
		method: "GET",
		path: PATHS.console.overview,
		headers: { cookie: `relais-console=${token()}` },
	})),
	"junk enrolments": byCalls(junkEnrolment),
	"junk holder links": byCalls(() => ({
		path: PATHS.openPass,
		body: JSON.stringify({ token: token(), birth: "1990-02-03" }),
	})),
	"oversize and deep JSON": byCalls(
		inTurn(
			() => ({ path: PATHS.openPass, body: OVERSIZE }),
			() => ({ path: PATHS.console.session, body: DEEP }),
		),
	),
};
