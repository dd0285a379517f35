import { zlibSync } from "fflate";
import { beforeAll, describe, expect, it } from "vitest";
import { encodeBase45 } from "@/lib/formats/base45";
import { encodeCbor } from "@/lib/formats/cbor-encode";
import type { CborValue } from "@/lib/formats/cbor-value";
import { sigStructure } from "@/lib/formats/hc1/cose-sign1";
import { base64 } from "@/lib/shared/bytes";
import { DAY } from "@/lib/shared/numeric-date";
import { buildDenyFile, denyPrefix } from "@/lib/trust/deny-list";
import { openTrust } from "@/lib/trust/open-trust";
import type { Trust } from "@/lib/trust/trust";
import { bundle, listJwt, NOW } from "@/tests/support/authority";
import { sign } from "@/tests/support/deterministic-key";
import { DCC_KEY, HC1_LISTED, hc1, REVOKED_PASS, spkiOf, vaccinated } from "@/tests/vectors/make/hc1";
import { verifyPass } from "./verify-pass";

const PASS = vaccinated("URN:UVCI:01:FR:ESSAI0001#A");
let trust: Trust;

beforeAll(async () => {
	const file = buildDenyFile([denyPrefix(REVOKED_PASS)]);
	const sha256 = base64(new Uint8Array(await crypto.subtle.digest("SHA-256", file)));
	const deny = { uri: "https://relais.example/trust/deny", sha256, count: 1 };
	const opened = await openTrust(bundle({ list: listJwt({ keys: HC1_LISTED, deny }), deny: base64(file) }), {
		subtle: crypto.subtle,
	});
	if (!opened.ok) throw new Error(opened.error.code);
	trust = opened.value;
});

const verdict = (text: string) => verifyPass(text, trust, { now: NOW, policy: "none" });

/** A pass with claims that our own encoder does not write. */
async function withClaims(change: Record<number, CborValue>): Promise<string> {
	const entry = new Map<string, CborValue>(Object.entries(PASS.v?.[0] ?? {}));
	const dcc = new Map<string, CborValue>([
		["ver", "1.3.0"],
		["nam", new Map([["fnt", "ESSAI"]])],
		["dob", "1990"],
		["v", [entry]],
	]);
	const payload = encodeCbor(
		new Map<number, CborValue>([
			[6, NOW - DAY],
			[-260, new Map([[1, dcc]])],
			...Object.entries(change).map(([claim, value]) => [Number(claim), value] as const),
		]),
	);
	const kid = Buffer.from(await crypto.subtle.digest("SHA-256", Buffer.from(spkiOf(DCC_KEY)))).subarray(0, 8);
	const header = encodeCbor(
		new Map<number, CborValue>([
			[1, -7],
			[4, Uint8Array.from(kid)],
		]),
	);
	const signature = sign(DCC_KEY, sigStructure(header, payload));
	return `HC1:${encodeBase45(zlibSync(encodeCbor([header, new Map(), payload, Uint8Array.from(signature)])))}`;
}

describe("HC1 to verdict", () => {
	it("is revoked by the identifier of any of its entries", async () => {
		const [injection] = PASS.v ?? [];
		if (!injection) throw new Error("the pass is a vaccination");
		const both = { ...PASS, v: [injection, { ...injection, ci: REVOKED_PASS }] };
		expect(await verdict(await hc1(both))).toMatchObject({ reason: "revoked" });
		expect(await verdict(await hc1(PASS))).toMatchObject({ outcome: "accepted" });
	});

	it("shows the transliterated name where the other is empty or absent", async () => {
		const empty = { ...PASS, nam: { fn: "", fnt: "ESSAI", gn: "", gnt: "CAMILLE" } };
		expect(await verdict(await hc1(empty))).toMatchObject({ pass: { person: { family: "ESSAI", given: "CAMILLE" } } });
		expect(await verdict(await withClaims({}))).toMatchObject({ pass: { person: { family: "ESSAI", given: "" } } });
	});

	it("counts from the later of its times of issue and of beginning, give or take 300 s", async () => {
		expect(await verdict(await withClaims({ 5: NOW + 300 }))).toMatchObject({ outcome: "accepted" });
		expect(await verdict(await withClaims({ 5: NOW + 301 }))).toMatchObject({ reason: "time_not_yet" });
		expect(await verdict(await withClaims({ 5: 0, 6: NOW + 301 }))).toMatchObject({ reason: "time_not_yet" });
	});
});
