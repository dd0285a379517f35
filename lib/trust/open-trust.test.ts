import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { base64 } from "@/lib/shared/bytes";
import { DAY } from "@/lib/shared/numeric-date";
import { bundle, delegationJwt, listJwt, NOW } from "@/tests/support/authority";
import { openTrust } from "./open-trust";
import { trustAge } from "./trust-age";
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

	it("[TL-4] measures age against a clock that never runs backwards", async () => {
		const opened = await openTrust(bundle(), { subtle });
		if (!opened.ok) throw new Error(opened.error.code);
		expect(trustAge(opened.value, NOW)).toEqual({ state: "fresh", seconds: 3600 });
		expect(trustAge(opened.value, NOW, NOW + 2 * DAY)?.state).toBe("ageing");
		expect(trustAge(opened.value, NOW - 5 * DAY)).toEqual({ state: "fresh", seconds: 0 });
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
