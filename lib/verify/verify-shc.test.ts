import { beforeAll, describe, expect, it } from "vitest";
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import { openTrust } from "@/lib/trust/open-trust";
import type { Trust } from "@/lib/trust/trust";
import { bundle, listJwt, NOW } from "@/tests/support/authority";
import {
	immunization,
	labResult,
	makeShcIssuer,
	PATIENT,
	type ShcIssuer,
	shcClaims,
	signShc,
	toQr,
} from "@/tests/support/issue-shc";
import { verifyPass } from "./verify-pass";

const DOSES = [PATIENT, immunization("208", "2021-05-01"), immunization("208", "2021-06-12")];
let issuer: ShcIssuer;
let other: ShcIssuer;
let jws: string;

beforeAll(async () => {
	[issuer, other] = [await makeShcIssuer(), await makeShcIssuer("https://other.example")];
	jws = await issue();
});

function issue(change: Record<string, unknown> = {}, resources: readonly unknown[] = DOSES): Promise<string> {
	return signShc(issuer, shcClaims(issuer, resources, { nbf: NOW - 10 * DAY - 0.5, ...change }));
}

type Options = {
	readonly key?: Record<string, unknown>;
	readonly list?: Record<string, unknown>;
	readonly rids?: readonly string[];
};

async function trusting({ key = {}, list = {}, rids }: Options = {}): Promise<Trust> {
	const entry = { use: "shc", kid: issuer.kid, iss: issuer.iss, country: "US", spki: issuer.spki, ...key };
	const crls = rids && { [issuer.iss]: [{ kid: issuer.kid, method: "rid", ctr: 1, rids }] };
	const opened = await openTrust(bundle({ list: listJwt({ keys: [entry], ...list }), ...(crls ? { crls } : {}) }), {
		subtle: crypto.subtle,
	});
	if (!opened.ok) throw new Error(opened.error.code);
	return opened.value;
}

async function verdict(text: string | readonly string[], trust: Trust, now = NOW) {
	return verifyPass(text, trust, { now, policy: "none" });
}

describe("SMART Health Card to verdict", () => {
	it("accepts the QR text, its parts in any order, the JWS and the file", async () => {
		const trust = await trusting();
		const file = JSON.stringify({ verifiableCredential: [jws] });
		for (const text of [toQr(jws), toQr(jws, 3).reverse(), [jws], [file], toQr(jws)[0] ?? ""]) {
			expect(await verdict(text, trust)).toMatchObject({
				outcome: "accepted",
				format: "shc",
				warnings: [],
				pass: { person: { family: "Essai", given: "Camille Aimée" }, dcc: { v: [{ co: "US" }] } },
			});
		}
	});

	it("of a file with several takes the first that is accepted", async () => {
		const influenza = await issue({}, [PATIENT, immunization("158", "2021-05-01")]);
		const file = (...cards: string[]) => JSON.stringify({ verifiableCredential: cards });
		const trust = await trusting();
		expect(await verdict(file(influenza, jws), trust)).toMatchObject({ outcome: "accepted" });
		expect(await verdict(file(influenza, "x"), trust)).toMatchObject({ reason: "kind_unsupported" });
	});

	it("asks for the missing parts", async () => {
		expect(await verdict(toQr(jws, 3).slice(1), await trusting())).toMatchObject({
			reason: "shc_malformed",
			warnings: ["shc_parts_missing"],
		});
	});

	it("[V-5] finds a key under its own issuer only", async () => {
		const elsewhere = await trusting({ key: { iss: other.iss } });
		expect(await verdict(jws, elsewhere)).toMatchObject({ outcome: "indeterminate", reason: "issuer_unknown" });
	});

	it.each([
		["issuer_unknown", { kid: "other" }],
		["issuer_unknown", { use: "dcc" }],
		["key_unusable", { spki: "AAAA" }],
		["key_usage", { kinds: ["t"] }],
		["issuer_expired", { exp: NOW - 11 * DAY }],
		["issuer_expired", { nbf: NOW + HOUR }],
	])("[V-5] %s with %j", async (reason, key) => {
		expect(await verdict(jws, await trusting({ key }))).toMatchObject({ reason });
	});

	it("[K-2] tries every key under one id", async () => {
		const keys = [other, issuer].map(({ spki }) => ({ use: "shc", kid: issuer.kid, iss: issuer.iss, spki }));
		expect(await verdict(jws, await trusting({ list: { keys } }))).toMatchObject({ outcome: "accepted" });
		const wrong = [{ use: "shc", kid: issuer.kid, iss: issuer.iss, spki: other.spki }];
		expect(await verdict(jws, await trusting({ list: { keys: wrong } }))).toMatchObject({
			reason: "signature_invalid",
		});
	});

	it("refuses what a denied key signed", async () => {
		const denied = [{ kid: issuer.kid, from: NOW, reason: "stolen" }];
		expect(await verdict(jws, await trusting({ list: { denied } }))).toMatchObject({ reason: "issuer_denied" });
	});

	it("refuses a revoked card, and says when a list is missing or damaged", async () => {
		const revocable = await issue({ rid: "AbC" });
		expect(await verdict(revocable, await trusting({ rids: ["AbC"] }))).toMatchObject({
			reason: "revoked",
			pass: { format: "shc" },
		});
		const accepted = { outcome: "accepted", warnings: [] };
		expect(await verdict(revocable, await trusting({ rids: ["x"] }))).toMatchObject(accepted);
		const unknown = { outcome: "accepted", warnings: ["status_unknown"] };
		expect(await verdict(revocable, await trusting())).toMatchObject(unknown);
		expect(await verdict(revocable, await trusting({ rids: ["base64=="] }))).toMatchObject(unknown);
		expect(await verdict(jws, await trusting())).toMatchObject(accepted);
	});

	it("holds between nbf, less a clock's skew, and exp", async () => {
		const trust = await trusting();
		const dated = await issue({ nbf: NOW + 0.5, exp: NOW + HOUR + 0.5 });
		expect(await verdict(dated, trust, NOW - 300)).toMatchObject({ reason: "time_not_yet" });
		expect(await verdict(dated, trust, NOW - 299)).toMatchObject({ outcome: "accepted" });
		expect(await verdict(dated, trust, NOW + HOUR)).toMatchObject({ outcome: "accepted" });
		expect(await verdict(dated, trust, NOW + HOUR + 1)).toMatchObject({ reason: "time_expired" });
	});

	it("[V-3] knows a genuine card about something else", async () => {
		const cholesterol = await issue({}, [PATIENT, labResult("2093-3", "260415000", "2021-08-01T10:00:00Z")]);
		expect(await verdict(cholesterol, await trusting())).toMatchObject({ reason: "kind_unsupported" });
	});

	it("[V-1] gives a verdict on what is no card at all", async () => {
		const trust = await trusting();
		for (const text of ["shc:/", "shc:/1", "eyJ.", '{"verifiableCredential":', '{"verifiableCredential":[""]}']) {
			expect(await verdict(text, trust)).toMatchObject({ outcome: "rejected", reason: "shc_malformed" });
		}
		expect(await verdict([], trust)).toMatchObject({ reason: "format_unknown" });
		expect(await verdict(` ${jws}`, trust)).toMatchObject({ outcome: "rejected" });
		expect(await verdict(["shc:/1/2/".padEnd(9000, "4"), "shc:/2/2/".padEnd(9000, "4")], trust)).toMatchObject({
			reason: "shc_malformed",
		});
	});

	it("[V-11] a card without somebody to compare, or without dates, is incomplete", async () => {
		const trust = await trusting();
		const dose = immunization("208", "2021-05-01");
		for (const resources of [
			[dose],
			[{ ...PATIENT, birthDate: undefined }, dose],
			[{ ...PATIENT, name: [] }, dose],
			[PATIENT, { ...dose, occurrenceDateTime: undefined }],
		]) {
			expect(await verdict(await issue({}, resources), trust)).toMatchObject({
				outcome: "indeterminate",
				reason: "content_incomplete",
				warnings: [],
			});
		}
	});

	it("[P-8] a month counts where its first and its last day do", async () => {
		const trust = await trusting();
		const reason = async (code: string, ...days: string[]) => {
			const card = await issue({}, [PATIENT, ...days.map((day) => immunization(code, day))]);
			return (await verifyPass(card, trust, { now: NOW })).reason;
		};
		expect(await reason("208", "2021-05", "2021-06-12")).toBe(null);
		expect(await reason("208", "2021-05", "2021-06")).toBe(null);
		expect(await reason("208", "2021-05")).toBe("policy_refused");
		// Janssen counts after 28 days.
		expect(await reason("212", "2021-06")).toBe(null);
		expect(await reason("212", "2021-07")).toBe("content_incomplete");
		expect(await reason("212", "2021-08")).toBe("policy_refused");
	});

	it("[V-9] a good signature under a header that must be understood is not called bad", async () => {
		const header = { crit: ["exp"], exp: NOW + HOUR };
		const sign = async (by: ShcIssuer) => signShc({ ...by, kid: issuer.kid }, shcClaims(issuer, DOSES), { header });
		const trust = await trusting();
		expect(await verdict(await sign(issuer), trust)).toMatchObject({ reason: "format_unsupported" });
		expect(await verdict(await sign(other), trust)).toMatchObject({ reason: "signature_invalid" });
	});
});
