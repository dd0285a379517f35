import { describe, expect, it } from "vitest";
import { DAY } from "@/lib/shared/numeric-date";
import { draftKeyset, draftObjection, keysetDraft, type PresentKeyset } from "./draft-keyset";
import { makeSigningKey } from "./make-key";

const NOW = 1_628_868_600;
const NOTHING: PresentKeyset = { iss: "https://relais.example", seq: 0, keys: [] };

const [list, delegation, status, dcc, root, second] = await Promise.all([
	makeSigningKey("list", NOW),
	makeSigningKey("delegation", NOW),
	makeSigningKey("status", NOW),
	makeSigningKey("dcc", NOW),
	makeSigningKey("root", NOW),
	makeSigningKey("delegation", NOW + 50 * DAY, NOW + 57 * DAY),
]);
const files = [list, delegation, status, dcc, root];
const first = draftKeyset(NOTHING, files);

describe("drafting a keyset", () => {
	it("names list, delegation and status keys, and nothing private", () => {
		expect(first.seq).toBe(1);
		expect(first.keys.map(({ use }) => use)).toEqual([["list"], ["delegation"], ["status"]]);
		expect(JSON.stringify(first)).not.toMatch(/"d":/);
		expect(keysetDraft.parse(first)).toEqual(first);
		const withPrivate = { ...first, keys: first.keys.map((key) => ({ ...key, jwk: list.jwk })) };
		expect(JSON.stringify(keysetDraft.safeParse(withPrivate).data ?? null)).not.toMatch(/"d":/);
	});

	it("goes on from the one in use: every key stays, once, also those whose file is elsewhere", () => {
		const next = draftKeyset(first, [...files, second]);
		expect(next.seq).toBe(2);
		expect(next.keys.map(({ kid }) => kid)).toEqual([...first.keys.map(({ kid }) => kid), second.kid]);
		expect(draftKeyset(next, [...files, second]).keys).toEqual(next.keys);
		expect(draftKeyset(next, []).keys).toEqual(next.keys);
	});

	it("[DL-1] ends a key a day after its successor begins, and no earlier than everything that it may sign", () => {
		const next = draftKeyset(first, [...files, second]);
		expect(next.keys.map(({ exp }) => exp)).toEqual([undefined, NOW + 58 * DAY, undefined, undefined]);
		const alone = draftKeyset(next, files, { now: [{ kid: second.kid, reason: "retired", at: NOW }] });
		expect(alone.keys.map(({ kid, exp }) => [kid, exp])).toEqual(first.keys.map(({ kid }) => [kid, undefined]));
	});

	it("[TL-2] never names a withdrawn key again, though its file be there, and says so in every later draft", () => {
		const stolen = { kid: list.kid, reason: "stolen", at: NOW };
		const next = draftKeyset(first, [...files, second], { now: [stolen] });
		expect(next.removed).toEqual([stolen]);
		const later = draftKeyset(next, [...files, second], { known: next.removed });
		for (const draft of [next, later]) {
			expect(draft.keys.map(({ kid }) => kid)).toEqual([delegation.kid, status.kid, second.kid]);
			expect(draft.removed).toEqual([stolen]);
			expect(draftObjection(draft, NOW)).toBeUndefined();
		}
		expect(draftObjection({ ...later, removed: [] }, NOW)).toEqual({ code: "key_withdrawn", kid: list.kid });
		const back = { ...later, keys: first.keys };
		expect(draftObjection(back, NOW)).toEqual({ code: "key_withdrawn", kid: list.kid });
	});

	it("[TL-2] objects to a key that is gone before its end and that nobody named", () => {
		const present = { ...first, keys: first.keys.map((key) => ({ ...key, exp: NOW + DAY })) };
		const draft = draftKeyset(present, files);
		const cut = { ...draft, keys: draft.keys.filter(({ kid }) => kid !== status.kid) };
		expect(draftObjection(cut, NOW)).toEqual({ code: "key_unexplained", kid: status.kid });
		expect(draftObjection(cut, NOW + DAY)).toBeUndefined();
	});

	it("lets a key of two uses last until both have passed to others", () => {
		const keys = [
			{ ...entry("both", NOW), use: ["list", "status"] },
			{ ...entry("list", NOW + DAY), use: ["list"] },
		];
		expect(draftKeyset({ ...NOTHING, keys }, []).keys[0]?.exp).toBeUndefined();
		const three = [...keys, { ...entry("status", NOW + 5 * DAY), use: ["status"] }];
		expect(draftKeyset({ ...NOTHING, keys: three }, []).keys[0]?.exp).toBe(NOW + 6 * DAY);
	});

	function entry(kid: string, nbf: number) {
		const jwk = { kty: "EC", crv: "P-256", x: kid.padEnd(43, "x"), y: kid.padEnd(43, "y") } as const;
		return { kid, jwk, nbf };
	}
});
