/**
 * `npm run bench:verify`: RP1 verdicts a second through verifyPass, beside the bare WebCrypto work that each of them
 * cannot do without: two ECDSA P-256 verifications and the import of one device key.
 *
 * Every text is of another device under its own embedded delegation, so that nothing can be remembered from one to
 * the next but the signer's key. Both sides run in the same process, one verdict at a time, in short alternating rounds;
 * each round gives a ratio of neighbours in time, and the median counts, so that other work on the machine weighs on
 * both sides alike. The policy is the built-in one.
 *
 * The bare side does its three things one after the other; verifyPass checks both signatures at once, which shortens a
 * verdict where a second core is free and changes nothing where none is. Processor time is printed too: there the
 * number of cores makes no difference.
 */
import { issueAttestation } from "@/lib/attest/issue-attestation";
import { joseSigner } from "@/lib/attest/signer";
import { decodeAttestation } from "@/lib/formats/relais/attestation-text";
import { restoreDelegation } from "@/lib/formats/relais/delegation";
import { attestationJwt, delegationJwt as restoredJwt } from "@/lib/formats/relais/signed-attestation";
import { type Bytes, concat, fromBase64url, utf8 } from "@/lib/shared/bytes";
import { HOUR } from "@/lib/shared/numeric-date";
import { openTrust } from "@/lib/trust/open-trust";
import type { Trust } from "@/lib/trust/trust";
import { verifyPass } from "@/lib/verify/verify-pass";
import { BLOCK_FIRST, bundle, DELEGATION_KEY, delegationJwt, NOW } from "@/tests/support/authority";
import { importPrivateKey, testKey } from "@/tests/support/deterministic-key";

const TEXTS = 50;
const ROUNDS = 60;
/** Rounds until the compiler has settled. */
const WARM_UP = 40;
/** The promise of this program: a verdict costs at most this much more than its signatures. */
const RATIO_LIMIT = 1.6;

const { subtle } = crypto;
const P256 = { name: "ECDSA", namedCurve: "P-256" };
const ES256 = { name: "ECDSA", hash: "SHA-256" };

type Signed = { readonly signature: Bytes; readonly input: Bytes };
type BareWork = { readonly devicePoint: Bytes; readonly attestation: Signed; readonly delegation: Signed };

async function makeText(i: number): Promise<string> {
	const device = testKey(`bench device ${i}`);
	const delegation = delegationJwt({ jti: `B${i}` }, { device });
	const claims = {
		iat: NOW - HOUR,
		exp: NOW + 70 * HOUR,
		k: "A",
		t: NOW - 2 * HOUR,
		n: ["ESSAI", "Camille Aimée"],
		b: "1990-02-03",
		s: BLOCK_FIRST + i,
		p: "1232",
	} as const;
	const signer = joseSigner(await importPrivateKey(device), device.jwk);
	return issueAttestation(claims, { delegation, signer, embed: true });
}

/** The same signatures and key, laid ready: what is timed afterwards is WebCrypto and nothing else. */
function bareWork(text: string): BareWork {
	const decoded = decodeAttestation(text);
	if (!decoded.ok || !decoded.attestation.delegation) throw new Error("the bench made a text that does not decode");
	const { attestation } = decoded;
	const { x, y } = decoded.attestation.delegation;
	return {
		devicePoint: concat(Uint8Array.of(4), x, y),
		attestation: split(attestationJwt(attestation)),
		delegation: split(restoredJwt(restoreDelegation(decoded.attestation.delegation))),
	};
}

function split(jwt: string): Signed {
	const end = jwt.lastIndexOf(".");
	const signature = fromBase64url(jwt.slice(end + 1));
	if (!signature) throw new Error("a JWT has a signature");
	return { signature, input: utf8(jwt.slice(0, end)) };
}

async function runBare(work: readonly BareWork[], signerKey: CryptoKey): Promise<void> {
	for (const { devicePoint, attestation, delegation } of work) {
		const first = await subtle.verify(ES256, signerKey, delegation.signature, delegation.input);
		const deviceKey = await subtle.importKey("raw", devicePoint, P256, false, ["verify"]);
		const second = await subtle.verify(ES256, deviceKey, attestation.signature, attestation.input);
		if (!first || !second) throw new Error("a genuine signature did not verify");
	}
}

async function runVerdicts(texts: readonly string[], trust: Trust): Promise<void> {
	for (const text of texts) {
		const verdict = await verifyPass(text, trust, { now: NOW });
		if (verdict.outcome !== "accepted") throw new Error(`a genuine attestation was not accepted: ${verdict.reason}`);
	}
}

/** Milliseconds on the clock, and of processor time on all threads. */
type Cost = { readonly clock: number; readonly processor: number };

async function measured(run: () => Promise<void>): Promise<Cost> {
	const start = performance.now();
	const before = process.cpuUsage();
	await run();
	const { user, system } = process.cpuUsage(before);
	return { clock: performance.now() - start, processor: (user + system) / 1000 };
}

function median(values: readonly number[]): number {
	return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

async function main(): Promise<void> {
	const texts = await Promise.all(Array.from({ length: TEXTS }, (_, i) => makeText(i)));
	const work = texts.map(bareWork);
	const opened = await openTrust(bundle(), { subtle });
	if (!opened.ok) throw new Error(opened.error.code);
	const signerKey = await subtle.importKey("jwk", DELEGATION_KEY.jwk, P256, false, ["verify"]);

	const rounds: { readonly verdict: Cost; readonly bare: Cost }[] = [];
	for (let round = 0; round < WARM_UP + ROUNDS; round++) {
		const verdict = await measured(() => runVerdicts(texts, opened.value));
		const bare = await measured(() => runBare(work, signerKey));
		if (round >= WARM_UP) rounds.push({ verdict, bare });
	}
	const perSecond = (times: readonly number[]) => Math.round((TEXTS * 1000) / median(times));
	const ratio = median(rounds.map(({ verdict, bare }) => verdict.clock / bare.clock));
	const processor = median(rounds.map(({ verdict, bare }) => verdict.processor / bare.processor));
	console.log(
		`RP1 verdicts, embedded delegation:        ${perSecond(rounds.map(({ verdict }) => verdict.clock))} a second`,
	);
	console.log(`bare WebCrypto (2 × verify, 1 × import):  ${perSecond(rounds.map(({ bare }) => bare.clock))} a second`);
	console.log(`processor time: ${processor.toFixed(2)} times the bare work's`);
	console.log(`ratio: ${ratio.toFixed(2)} (limit ${RATIO_LIMIT}; median of ${ROUNDS} rounds of ${TEXTS})`);
	if (ratio > RATIO_LIMIT) process.exitCode = 1;
}

await main();
