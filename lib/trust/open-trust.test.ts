import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { base64 } from "@/lib/shared/bytes";
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import {
	bundle,
	delegationJwt,
	keyEntry,
	keysetJwt,
	LIST_KEY,
	listJwt,
	NOW,
	STATUS_ID,
	STATUS_KEY,
	STRANGER,
	statusJwt,
} from "@/tests/support/authority";
import { openTrust } from "./open-trust";
import { clockState, trustAge } from "./trust-age";
import { listedKeyIndex } from "./trust-list";

/** Counts imports; everything else is the platform's. */
function countingSubtle() {
	const imports: string[] = [];
	const subtle = {
		importKey: (...args: Parameters<SubtleCrypto["importKey"]>) => {
			imports.push(args[0]);
			return crypto.subtle.importKey(...args);
		},
	} as unknown as SubtleCrypto;
	return { subtle, imports };
}

const { subtle } = crypto;

describe("openTrust", () => {
	it("[TL-7] imports none of 15,000 listed keys", async () => {
		const keys = Array.from({ length: 15_000 }, (_, i) => ({
			use: "dcc",
			kid: base64(new Uint8Array(new BigUint64Array([BigInt(i)]).buffer)),
			country: "FR",
			spki: base64(new Uint8Array(91).fill(i % 251)),
		}));
		const counted = countingSubtle();
		const opened = await openTrust(bundle({ list: listJwt({ keys }) }), counted);
		expect(opened.ok && opened.value.list?.keys).toHaveLength(15_000);
		expect(opened.ok && opened.value.listedKeys.get(listedKeyIndex("dcc", keys[77]?.kid ?? ""))).toHaveLength(1);
		expect(counted.imports).toEqual([]);
	});

	it("[K-2] finds SMART Health Cards keys by issuer and kid, others by kid", async () => {
		const keys = [
			{ use: "shc", kid: "k", iss: "https://a", spki: "AA==" },
			{ use: "shc", kid: "k", iss: "https://b", spki: "AQ==" },
			{ use: "2ddoc", kid: "FR000001", iss: "label", spki: "Ag==" },
			{ use: "something new", kid: "k", spki: "Aw==" },
		];
		const opened = await openTrust(bundle({ list: listJwt({ keys }) }), { subtle });
		const find = (...name: Parameters<typeof listedKeyIndex>) =>
			opened.ok && opened.value.listedKeys.get(listedKeyIndex(...name))?.map(({ spki }) => spki);
		expect(find("shc", "k", "https://b")).toEqual(["AQ=="]);
		expect(find("shc", "k")).toBeUndefined();
		expect(find("2ddoc", "FR000001")).toEqual(["Ag=="]);
	});

	it("reads a listed key member by member: null is absent, what it does not know is left out", async () => {
		const key = {
			use: "dcc",
			kid: "AAAAAAAAAAA=",
			spki: "AA==",
			kinds: ["t"],
			nbf: NOW,
			exp: null,
			name: null,
			other: 1,
		};
		const opened = await openTrust(bundle({ list: listJwt({ keys: [key] }) }), { subtle });
		expect(opened.ok && opened.value.list?.keys).toEqual([
			{ use: "dcc", kid: "AAAAAAAAAAA=", spki: "AA==", kinds: ["t"], nbf: NOW },
		]);
		expect(opened.ok && Object.keys(opened.value.list?.keys[0] ?? {})).not.toContain("other");
		const absent = await openTrust(bundle({ list: listJwt({ keys: null }) }), { subtle });
		expect(absent.ok && absent.value.list?.keys).toEqual([]);
	});

	it.each([
		["no object", "key"],
		["without use", { use: undefined }],
		["a number as kid", { kid: 1 }],
		["without key", { spki: null }],
		["kinds that are no list", { kinds: "t" }],
		["a kind that is no text", { kinds: ["t", 1] }],
		["a time with a fraction", { nbf: 0.5 }],
		["a time as text", { exp: "0" }],
		["a country that is no text", { country: {} }],
	])("a listed key with %s makes the list unusable", async (_, change) => {
		const sound = { use: "dcc", kid: "AAAAAAAAAAA=", spki: "AA==" };
		const keys = [sound, typeof change === "string" ? change : { ...sound, ...change }];
		const opened = await openTrust(bundle({ list: listJwt({ keys }) }), { subtle });
		expect(opened).toMatchObject({ ok: false, error: { code: "list_malformed" } });
	});

	it("takes the deny file in base64 and as bytes, and sets any other aside", async () => {
		const bytes = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0);
		const named = { uri: "/deny", sha256: createHash("sha256").update(bytes).digest("hex"), count: 2 };
		const list = listJwt({ deny: named });
		for (const deny of [bytes, base64(bytes)]) {
			const opened = await openTrust(bundle({ list, deny }), { subtle });
			expect(opened.ok && opened.value.deny?.bytes).toEqual(bytes);
		}
		for (const deny of [bytes.slice(8), bytes.map((byte) => byte ^ 1), "no base64"]) {
			const opened = await openTrust(bundle({ list, deny }), { subtle });
			expect(opened.ok && [opened.value.deny, opened.value.problems]).toEqual([
				undefined,
				[{ code: "deny_file_unusable", subject: "/deny" }],
			]);
		}
	});

	it("[TL-4] measures age against the signed documents in use where the clock lies behind them", async () => {
		const opened = await openTrust(bundle(), { subtle });
		if (!opened.ok) throw new Error(opened.error.code);
		expect(trustAge(opened.value, NOW)).toEqual({ state: "fresh", seconds: 3600 });
		expect(trustAge(opened.value, NOW + 2 * DAY)?.state).toBe("ageing");
		expect(trustAge(opened.value, NOW - 5 * DAY)).toEqual({ state: "fresh", seconds: 0 });
	});

	it("[TL-4] only a signed document in use makes a clock implausible, and is named; the device's own past warns", async () => {
		const opened = await openTrust(bundle({ keyset: keysetJwt({ iat: NOW - 2 * HOUR }) }), { subtle });
		if (!opened.ok) throw new Error(opened.error.code);
		const list = { document: "list", iat: NOW - HOUR };
		expect(clockState(opened.value, NOW - HOUR - DAY)).toEqual({ state: "behind" });
		expect(clockState(opened.value, NOW - HOUR - DAY - 1)).toEqual({ state: "implausible", witness: list });
		expect(clockState(opened.value, NOW, NOW + 365 * DAY)).toEqual({ state: "behind" });
		expect(clockState(opened.value, NOW, NOW + 300)).toEqual({ state: "plausible" });
	});

	it("[TL-1] keeps of a list that no longer verifies what takes away, and nothing that grants", async () => {
		const key = { use: "dcc", kid: "AAAAAAAAAAA=", spki: "AA==" };
		const list = listJwt({ keys: [key], denied: [{ jti: "Dq3x" }], policies: [{ id: "x" }] }, { signer: STRANGER });
		const opened = await openTrust(bundle({ list }), { subtle });
		if (!opened.ok) throw new Error(opened.error.code);
		const { value: trust } = opened;
		expect(trust.list).toBeUndefined();
		expect(trust.denied).toMatchObject([{ jti: "Dq3x" }]);
		expect(trust.listedKeys.size).toBe(0);
		expect(trust.problems).toContainEqual({ code: "list_untrusted", subject: "1" });
	});

	it.each([
		["had not begun", { nbf: NOW }],
		["had ended", { exp: NOW - 2 * HOUR }],
	])("[TL-6] a list or status list whose signer %s at its iat is not used", async (_, time) => {
		const keyset = keysetJwt({ keys: [keyEntry(LIST_KEY, ["list"], time), keyEntry(STATUS_KEY, ["status"], time)] });
		const opened = await openTrust(bundle({ keyset }), { subtle });
		expect(opened.ok && [opened.value.list, opened.value.statusLists.size]).toEqual([undefined, 0]);
	});

	it("[TL-5] a status list without subject fits no id", async () => {
		const opened = await openTrust(bundle({ status: { [STATUS_ID]: statusJwt([], { sub: undefined }) } }), { subtle });
		expect(opened.ok && opened.value.problems).toEqual([{ code: "status_list_unusable", subject: STATUS_ID }]);
	});

	it("notes what it sets aside, by place or id", async () => {
		const opened = await openTrust(
			bundle({ delegations: [delegationJwt(), "nonsense"], status: { s9: "a.b.c" }, deny: "AAAA" }),
			{ subtle },
		);
		expect(opened.ok && opened.value.problems).toEqual([
			{ code: "status_list_unusable", subject: "s9" },
			{ code: "delegation_unusable", subject: "1" },
		]);
	});

	it("refuses what is no bundle at all", async () => {
		for (const content of [{}, { root: "short" }, null, { root: "A".repeat(43), keyset: 1 }]) {
			const opened = await openTrust(content as never, { subtle });
			expect(opened).toEqual({ ok: false, error: { code: "bundle_malformed", retryable: false } });
		}
	});
});
