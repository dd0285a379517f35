import { zlibSync } from "fflate";
import { beforeAll, describe, expect, it } from "vitest";
import { encodeBase45 } from "@/lib/formats/base45";
import { encodeCbor } from "@/lib/formats/cbor-encode";
import type { CborValue } from "@/lib/formats/cbor-value";
import { sigStructure } from "@/lib/formats/hc1/cose-sign1";
import type { DccPayload } from "@/lib/formats/hc1/dcc-payload";
import { base64 } from "@/lib/shared/bytes";
import { DAY } from "@/lib/shared/numeric-date";
import { buildDenyFile, denyPrefix } from "@/lib/trust/deny-list";
import { openTrust } from "@/lib/trust/open-trust";
import type { Trust } from "@/lib/trust/trust";
import { bundle, listJwt, NOW } from "@/tests/support/authority";
import { sign, type TestKey, testKey } from "@/tests/support/deterministic-key";
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
const judged = (text: string, now = NOW) => verifyPass(text, trust, { now });

/** A pass with claims that our own encoder does not write. */
async function withClaims(
	change: Record<number, CborValue>,
	{ critical, signer = DCC_KEY }: { critical?: CborValue; signer?: TestKey } = {},
): Promise<string> {
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
			...(critical === undefined ? [] : [[2, critical] as const]),
		]),
	);
	const signature = sign(signer, sigStructure(header, payload));
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

	it("[V-9] a good signature under a header that must be understood is not read, and is not called bad", async () => {
		expect(await verdict(await withClaims({}, { critical: [99] }))).toMatchObject({
			outcome: "indeterminate",
			reason: "format_unsupported",
		});
		expect(await verdict(await withClaims({}, { critical: [1, 4] }))).toMatchObject({ outcome: "accepted" });
		const forged = await withClaims({}, { critical: [99], signer: testKey("stranger") });
		expect(await verdict(forged)).toMatchObject({ reason: "signature_invalid" });
	});

	it.each([
		["no certificate", { [-260]: new Map() }],
		["a certificate that is none", { [-260]: "x" }],
		["a time that is none", { 6: "yesterday" }],
	])(
		"[V-11] what was signed and does not read is incomplete, what nobody signed is malformed: %s",
		async (_, change) => {
			const incomplete = { outcome: "indeterminate", reason: "content_incomplete" };
			expect(await verdict(await withClaims(change))).toMatchObject(incomplete);
			const forged = await withClaims(change, { signer: testKey("stranger") });
			expect(await verdict(forged)).toMatchObject({ outcome: "rejected", reason: "hc1_malformed" });
		},
	);

	it("[V-11] of names and birth date it shows what can be compared", async () => {
		const person = async (change: object) => (await verdict(await hc1({ ...PASS, ...change } as DccPayload))) as object;
		expect(await person({ nam: { fnt: "ESSAI<DURAND", gnt: "CAMILLE<<AIMEE" } })).toMatchObject({
			pass: { person: { family: "ESSAI DURAND", given: "CAMILLE AIMEE" } },
		});
		expect(await person({ nam: { fn: "Éssai" } })).toMatchObject({ pass: { dcc: { nam: { fnt: "ESSAI" } } } });
		expect(await person({ dob: "1990-02-03T00:00:00" })).toMatchObject({ pass: { person: { birth: "1990-02-03" } } });
		expect(await person({ dob: "1990-02" })).toMatchObject({
			outcome: "accepted",
			pass: { person: { birth: "1990-02" } },
		});
		for (const change of [{ dob: " " }, { nam: { fnt: "<" } }]) {
			expect(await person(change)).toMatchObject({ outcome: "indeterminate", reason: "content_incomplete" });
		}
	});

	it("[P-8] a date that is not exact counts where every reading of it does", async () => {
		const { v: _, ...person } = PASS;
		const proof = { tg: "840539006", co: "FR", is: "Essai", ci: "URN:UVCI:01:FR:ESSAI0002#B" };
		const tested = (sc: string) =>
			hc1({ ...person, t: [{ ...proof, tt: "LP6464-4", tr: "260415000", sc }] }, { iat: NOW });
		const recovered = (fr: string, df = "2021-01-01", du = "2021-12-31") =>
			hc1({ ...person, r: [{ ...proof, fr, df, du }] });
		// NOW is 2021-08-13T15:30:00Z.
		for (const [text, reason] of [
			[await tested("2021-08-12"), null],
			[await tested("2021-08-10"), "content_incomplete"],
			[await tested("2021-08-09"), "policy_refused"],
			[await tested("2021-08-10T15:30Z"), null],
			[await tested("2021-08-10 15:30:00z"), null],
			[await tested("2021-08-10t15:29:59Z"), "policy_refused"],
			[await tested("last week"), "content_incomplete"],
			[await recovered("2021-05"), null],
			// Both ends are refused, and most of what lies between is not.
			[await recovered("2021"), "content_incomplete"],
			[await recovered("2020"), "policy_refused"],
			[await recovered("2021-05-01", "2021-08"), "content_incomplete"],
			[await recovered("2021-05-01", "2021-05", "2021-10"), null],
			[await recovered("2021-05-01", "2021-05", "2021-07"), "policy_refused"],
		] as const) {
			expect((await judged(text)).reason).toBe(reason);
		}
		expect((await judged(await tested("2021-08-10T15:30Z"), NOW + 30)).reason).toBe("content_incomplete");
	});
});
