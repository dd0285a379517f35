import { sha256 } from "@noble/hashes/sha2.js";
import { beforeAll, describe, expect, it } from "vitest";
import { base64, base64url, utf8 } from "@/lib/shared/bytes";
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import { buildDenyFile, denyPrefix } from "@/lib/trust/deny-list";
import { openTrust } from "@/lib/trust/open-trust";
import type { Trust } from "@/lib/trust/trust";
import { bundle, listJwt, NOW } from "@/tests/support/authority";
import {
	header04,
	issueTwoddoc,
	makeTwoddocIssuer,
	type TwoddocIssuer,
	testFields,
} from "@/tests/support/issue-twoddoc";
import { verifyPass } from "./verify-pass";

const KEY_ID = "XX010001";
let issuer: TwoddocIssuer;
let other: TwoddocIssuer;
let text: string;

beforeAll(async () => {
	[issuer, other] = [await makeTwoddocIssuer(), await makeTwoddocIssuer("P-384")];
	text = await issue(header04("B2") + testFields());
});

function issue(content: string): Promise<string> {
	return issueTwoddoc(issuer, content);
}

type List = Record<string, unknown>;

async function trusting(key: List = {}, list: List = {}, deny?: string): Promise<Trust> {
	const entry = { use: "2ddoc", kid: KEY_ID, country: "FR", spki: issuer.spki, name: "Essai", ...key };
	const opened = await openTrust(
		bundle({ list: listJwt({ keys: [entry], ...list }), ...(deny === undefined ? {} : { deny }) }),
		{ subtle: crypto.subtle },
	);
	if (!opened.ok) throw new Error(opened.error.code);
	return opened.value;
}

async function verdict(input: string, trust: Trust, now = NOW) {
	return verifyPass(input, trust, { now, policy: "none" });
}

describe("2D-DOC to verdict", () => {
	it("accepts a signed test and shows whom to compare", async () => {
		const accepted = await verdict(text, await trusting());
		expect(accepted).toMatchObject({
			outcome: "accepted",
			format: "2ddoc",
			warnings: [],
			pass: { person: { family: "ESSAI", given: "CAMILLE AIMEE", birth: "1990-02-03" }, issuer: "Essai" },
		});
	});

	it("identifies it by what was signed, never by the signature", async () => {
		const again = await issue(header04("B2") + testFields());
		expect(again).not.toBe(text);
		const trust = await trusting();
		const [first, second] = [await verdict(text, trust), await verdict(again, trust)];
		expect([first.outcome, second.outcome]).toEqual(["accepted", "accepted"]);
		expect(first).toHaveProperty("pass.id", (second as { pass: { id: string } }).pass.id);
	});

	it("[K-2] tries every key under one id", async () => {
		const keys = [other, issuer].map(({ spki }) => ({ use: "2ddoc", kid: KEY_ID, spki }));
		expect(await verdict(text, await trusting({}, { keys }))).toMatchObject({ outcome: "accepted" });
	});

	it.each([
		["issuer_unknown", { kid: "XX010002" }],
		["issuer_unknown", { use: "dcc" }],
		["signature_invalid", { spki: "other" }],
		["key_unusable", { spki: "AAAA" }],
		["key_unusable", { spki: "not base64" }],
		["key_usage", { kinds: ["L1"] }],
		["issuer_expired", { exp: NOW - 2 * DAY }],
		["issuer_expired", { nbf: NOW + 2 * DAY }],
	])("[V-5] %s with %j", async (reason, key) => {
		const trust = await trusting("spki" in key && key.spki === "other" ? { spki: other.spki } : key);
		expect(await verdict(text, trust)).toMatchObject({ reason });
	});

	it("a key that ended since is no objection", async () => {
		const trust = await trusting({ kinds: ["B2"], nbf: NOW - 9 * DAY, exp: NOW + HOUR });
		expect(await verdict(text, trust, NOW + 30 * HOUR)).toMatchObject({ outcome: "accepted" });
	});

	it("refuses what a denied key signed", async () => {
		const trust = await trusting({}, { denied: [{ kid: KEY_ID, from: NOW, reason: "stolen" }] });
		expect(await verdict(text, trust)).toMatchObject({ outcome: "rejected", reason: "issuer_denied" });
	});

	it("[V-3] knows a genuine document of another kind", async () => {
		const notice = await issue(`${header04("28")}46ESSAI`);
		expect(await verdict(notice, await trusting())).toMatchObject({ outcome: "rejected", reason: "kind_unsupported" });
		const bound = await trusting({ kinds: ["B2"] });
		expect(await verdict(notice, bound)).toMatchObject({ outcome: "rejected", reason: "key_usage" });
	});

	it("refuses a document past its last day in Paris", async () => {
		const expiring = await issue(`${header04("B2")}081ED7${testFields()}`);
		const trust = await trusting();
		const midnight = Date.UTC(2021, 7, 13, 22) / 1000;
		expect(await verdict(expiring, trust, midnight - 1)).toMatchObject({ outcome: "accepted" });
		expect(await verdict(expiring, trust, midnight)).toMatchObject({
			reason: "time_expired",
			pass: { format: "2ddoc" },
		});
	});

	it("refuses a denied pass by its prefix in the deny file", async () => {
		const id = `2ddoc:${base64url(sha256(utf8(text.slice(0, text.indexOf("\u001f")))))}`;
		const file = buildDenyFile([denyPrefix("other"), denyPrefix(id)]);
		const deny = { uri: "https://relais.example/deny", sha256: base64url(sha256(file)), count: 2 };
		const trust = await trusting({}, { deny }, base64(file));
		expect(await verdict(text, trust)).toMatchObject({ reason: "revoked", pass: { id } });
	});

	it("names a scanner that drops control characters", async () => {
		const trust = await trusting();
		const warnings = ["control_characters_lost"];
		expect(await verdict(text.replace("\u001f", ""), trust)).toMatchObject({ reason: "2ddoc_malformed", warnings });
		const withoutGs = text.replaceAll("\u001d", "");
		expect(await verdict(withoutGs, trust)).toMatchObject({ reason: "signature_invalid", warnings });
		expect(await verdict(`${text}X`, trust)).toMatchObject({ reason: "2ddoc_malformed", warnings: [] });
	});

	it("cannot check without a trust list", async () => {
		const opened = await openTrust(bundle({ list: null }), { subtle: crypto.subtle });
		expect(opened.ok && (await verdict(text, opened.value))).toMatchObject({
			outcome: "indeterminate",
			reason: "trust_missing",
		});
	});

	it("accepts a signature that is filled with equals signs, and no other", async () => {
		const trust = await trusting();
		expect(await verdict(`${text}=`, trust)).toMatchObject({ outcome: "accepted" });
		for (const filled of [`${text}==`, `=${text}`, text.replace("\u001f", "\u001f=")]) {
			expect((await verdict(filled, trust)).outcome).toBe("rejected");
		}
	});

	it("[V-11] what was signed and does not read is incomplete, and not malformed", async () => {
		const trust = await trusting();
		for (const fields of [testFields({ F2: undefined }), testFields({ F6: "139920211640" }), `${testFields()}ZZX`]) {
			const text = await issue(header04("B2") + fields);
			expect(await verdict(text, trust)).toMatchObject({ outcome: "indeterminate", reason: "content_incomplete" });
		}
	});
});
