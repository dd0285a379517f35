import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { type Bytes, base64 } from "@/lib/shared/bytes";
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import {
	bundle,
	keyEntry,
	keysetJwt,
	LIST_KEY,
	listJwt,
	NEXT_ROOT,
	NOW,
	ROOT,
	rootProof,
	STATUS_ID,
	STATUS_KEY,
	STRANGER,
	statusJwt,
} from "@/tests/support/authority";
import { testKey } from "@/tests/support/deterministic-key";
import { decide, opened, statesOf, update } from "@/tests/support/trust-update";
import { decodeDenyFile } from "./deny-coding";
import { buildDenyFile, denyPrefix, isDenied } from "./deny-list";
import { highestSeq } from "./trust-list";
import { updateTrust } from "./update";

const { subtle } = crypto;
const foreignKey = (kid: string, members = {}) => ({ use: "dcc", kid, spki: "c3BraQ==", country: "FR", ...members });
const KEYS = [foreignKey("AAAA"), foreignKey("BBBB"), foreignKey("CCCC")];
const DENIED = [{ jti: "Dq3x" }, { sub: "40123" }];
const cached = bundle({ keyset: keysetJwt({ seq: 5 }), list: listJwt({ seq: 5, keys: KEYS, denied: DENIED }) });
const listed = (seq: number, claims = {}) => ({
	...cached,
	list: listJwt({ seq, keys: KEYS, denied: DENIED, ...claims }),
});

describe("the first contact", () => {
	it("takes the first bundle under the root that it pins, and nothing under another", async () => {
		expect(statesOf(await update(undefined, cached))).toMatchObject({ keyset: "taken", list: "taken" });
		const other = { ...cached, root: STRANGER.thumbprint };
		expect(statesOf(await update(undefined, other))).toMatchObject({
			keyset: "keyset_untrusted",
			list: "keyset_missing",
		});
	});

	it("[TL-6] refuses a list that expired, and a list or keyset older than the enrolment answer names", async () => {
		const expired = { ...cached, list: listJwt({ exp: NOW - 1 }) };
		expect(statesOf(await update(undefined, expired)).list).toBe("list_expired");
		const floor = { keysetSeq: 5, listIat: NOW - HOUR };
		expect(statesOf(await update(undefined, cached, { floor }))).toMatchObject({ keyset: "taken", list: "taken" });
		const older = { ...floor, listIat: NOW - HOUR + 1 };
		expect(statesOf(await update(undefined, cached, { floor: older })).list).toBe("trust_rollback");
		const newer = { ...floor, keysetSeq: 6 };
		expect(statesOf(await update(undefined, cached, { floor: newer }))).toMatchObject({ keyset: "trust_rollback" });
	});

	it("[TL-1] believes the answer's date where the device's clock is wrong", async () => {
		const behind = { now: NOW - 3 * DAY };
		expect(statesOf(await update(undefined, cached, behind)).list).toBe("trust_from_future");
		expect(statesOf(await update(undefined, cached, { ...behind, date: NOW })).list).toBe("taken");
	});
});

describe("the trust list", () => {
	it("[TL-1] with a lower seq, or the same seq and other content, is refused", async () => {
		expect(await decide(cached, listed(4))).toBe("trust_rollback");
		expect(await decide(cached, listed(5, { notices: [], policies: [{ id: "other" }] }))).toBe("trust_fork");
		expect(await decide(cached, listed(6))).toBe("taken");
		expect(await decide(cached, cached)).toBe("kept");
	});

	it("[TL-1] may not number beyond its time", async () => {
		const iat = NOW - HOUR;
		expect(await decide(cached, listed(highestSeq(iat)))).toBe("taken");
		expect(await decide(cached, listed(highestSeq(iat) + 1))).toBe("list_malformed");
		expect(await decide(cached, listed(Number.MAX_SAFE_INTEGER))).toBe("list_malformed");
	});

	it("[TL-1] signed more than a day ahead of the device's clock is refused, whatever date an answer bears", async () => {
		expect(await decide(cached, listed(6, { iat: NOW + DAY }))).toBe("taken");
		expect(await decide(cached, listed(6, { iat: NOW + DAY + 1 }))).toBe("trust_from_future");
		expect(await decide(cached, listed(6, { iat: NOW + 40 * DAY }), { date: NOW + 40 * DAY })).toBe(
			"trust_from_future",
		);
	});

	it("[TL-1] a clock that lies behind a document in use is no judge of the future", async () => {
		const behind = { now: NOW - 30 * DAY };
		expect(await decide(cached, listed(6), behind)).toBe("trust_from_future");
		expect(await decide(cached, listed(6), { ...behind, date: NOW })).toBe("taken");
	});

	it.each([
		["a key", { keys: KEYS.slice(1) }, { use: "dcc", kid: "AAAA" }],
		[
			"a key of the same kid",
			{ keys: [foreignKey("AAAA", { spki: "b3RoZXI=" }), ...KEYS.slice(1)] },
			{ use: "dcc", kid: "AAAA" },
		],
		[
			"a key's last year",
			{ keys: [foreignKey("AAAA", { exp: NOW + DAY }), ...KEYS.slice(1)] },
			{ use: "dcc", kid: "AAAA" },
		],
		[
			"a kind of a key",
			{ keys: [foreignKey("AAAA", { kinds: ["t"] }), ...KEYS.slice(1)] },
			{ use: "dcc", kid: "AAAA" },
		],
		["a denial", { denied: DENIED.slice(1) }, { denied: { jti: "Dq3x" } }],
		["a status list", { status: [] }, { status: STATUS_ID }],
	])("[TL-2] that lost %s is refused unless it is named as removed", async (_, claims, removal) => {
		expect(await decide(cached, listed(6, claims))).toBe("trust_unexplained_shrink");
		const removed = [{ ...removal, reason: "superseded", at: NOW }];
		expect(await decide(cached, listed(6, { ...claims, removed }))).toBe("taken");
	});

	it("[TL-2] may lose what it had two months ago: removals are named for sixty days", async () => {
		const months = { iat: NOW + 61 * DAY, exp: NOW + 70 * DAY };
		const late = { now: NOW + 61 * DAY };
		const keyset = keysetJwt({ seq: 5 });
		expect(await decide(cached, { ...listed(6, { ...months, keys: [] }), keyset }, late)).toBe("taken");
	});

	it("[TL-6] under an ended keyset is refused, and taken with the next keyset", async () => {
		const old = bundle({ keyset: keysetJwt({ seq: 5, exp: NOW - 1 }), list: listJwt({ seq: 5 }) });
		const newer = { ...old, list: listJwt({ seq: 6 }) };
		expect(await decide(old, newer)).toBe("keyset_expired");
		expect(await decide(old, { ...newer, keyset: keysetJwt({ seq: 6 }) })).toBe("taken");
	});

	it("[TL-3] refused, missing or damaged, leaves the one in use and holds back nothing else", async () => {
		const status = { [STATUS_ID]: statusJwt([1007], { iat: NOW }) };
		for (const list of [listJwt({ seq: 6, keys: [] }), listJwt({ seq: 6 }).slice(0, -20), "nonsense", undefined]) {
			const done = await update(cached, { ...cached, keyset: keysetJwt({ seq: 6 }), list, status });
			expect(statesOf(done)).toMatchObject({ keyset: "taken", status: { [STATUS_ID]: "taken" } });
			expect(done.trust.list?.seq).toBe(5);
			expect(done.trust.list?.keys).toHaveLength(3);
			expect(Object.isFrozen(done.trust)).toBe(true);
		}
	});
});

describe("the keyset", () => {
	it("[TL-1] with a lower seq, or the same seq and other content, is refused; the list is judged all the same", async () => {
		const lower = await update(cached, { ...listed(6), keyset: keysetJwt({ seq: 4 }) });
		expect(statesOf(lower)).toMatchObject({ keyset: "trust_rollback", list: "taken" });
		const fork = await update(cached, { ...cached, keyset: keysetJwt({ seq: 5, exp: NOW + 91 * DAY }) });
		expect(statesOf(fork).keyset).toBe("trust_fork");
	});

	it("[TL-2] is never refused for what it lacks; staff are told where nobody named it", async () => {
		const keys = [keyEntry(LIST_KEY, ["list"]), keyEntry(STATUS_KEY, ["status"])];
		const silent = await update(cached, { ...cached, keyset: keysetJwt({ seq: 6, keys }) });
		expect(silent.keyset).toEqual({ state: "taken", notice: "keyset_unexplained_shrink" });
		const before = silent.trust.bundle;
		const removed = [{ kid: STATUS_KEY.kid, reason: "stolen", at: NOW }];
		const named = await update(before, { ...before, keyset: keysetJwt({ seq: 7, keys: keys.slice(0, 1), removed }) });
		expect(named.keyset).toEqual({ state: "taken", notice: undefined });
	});

	it("does not let what was fetched choose another root", async () => {
		const elsewhere = bundle({
			root: STRANGER.thumbprint,
			keyset: keysetJwt({ seq: 9, keys: [keyEntry(LIST_KEY, ["list"])] }, { signer: STRANGER }),
			list: listJwt({ seq: 9 }),
		});
		const done = await update(bundle(), elsewhere);
		expect(statesOf(done).keyset).toBe("keyset_untrusted");
		expect(done.trust.root).toBe(ROOT.thumbprint);
	});

	it("[TL-8] hands over to the root that it announces and that proves itself, and to nobody else", async () => {
		const announcing = bundle({
			keyset: keysetJwt({ seq: 5, root: { jwk: NEXT_ROOT.jwk, proof: rootProof({ seq: 5 }) } }),
		});
		const byNext = { ...announcing, keyset: keysetJwt({ seq: 6 }, { signer: NEXT_ROOT }) };
		const done = await update(announcing, byNext);
		expect(done.trust.root).toBe(NEXT_ROOT.thumbprint);
		expect(done.trust.bundle.root).toBe(NEXT_ROOT.thumbprint);
		const byStranger = { ...announcing, keyset: keysetJwt({ seq: 6 }, { signer: STRANGER }) };
		expect(statesOf(await update(announcing, byStranger)).keyset).toBe("keyset_untrusted");
		expect(statesOf(await update(bundle(), byNext)).keyset).toBe("keyset_untrusted");
	});

	it.each([
		["none", undefined],
		["one of another number", rootProof({ seq: 4 })],
		["one of another root", rootProof({ seq: 5, root: STRANGER.thumbprint })],
		["one of another issuer", rootProof({ seq: 5, iss: "https://elsewhere.example" })],
		["one that the present root signed", rootProof({ seq: 5 }, ROOT)],
	])("[TL-8] follows no successor whose proof is %s", async (_, proof) => {
		const announcing = bundle({ keyset: keysetJwt({ seq: 5, root: { jwk: NEXT_ROOT.jwk, proof } }) });
		const byNext = { ...announcing, keyset: keysetJwt({ seq: 6 }, { signer: NEXT_ROOT }) };
		expect(statesOf(await update(announcing, byNext)).keyset).toBe("keyset_untrusted");
	});

	it("[TL-8] walks hand-overs that the device slept through, ended links included", async () => {
		const third = testKey("third root");
		const ended = { exp: NOW - 30 * DAY, iat: NOW - 90 * DAY };
		const keysets = [
			keysetJwt({ ...ended, seq: 6, root: { jwk: NEXT_ROOT.jwk, proof: rootProof({ seq: 6 }) } }),
			keysetJwt(
				{ ...ended, seq: 7, root: { jwk: third.jwk, proof: rootProof({ seq: 7, root: NEXT_ROOT.thumbprint }, third) } },
				{ signer: NEXT_ROOT },
			),
		];
		const newest = { ...listed(6), keyset: keysetJwt({ seq: 8 }, { signer: third }) };
		expect(statesOf(await update(cached, newest)).keyset).toBe("keyset_untrusted");
		expect(statesOf(await update(cached, { ...newest, keysets: keysets.slice(1) })).keyset).toBe("keyset_untrusted");
		const walked = await update(cached, { ...newest, keysets });
		expect(statesOf(walked)).toMatchObject({ keyset: "taken", list: "taken" });
		expect(walked.trust.root).toBe(third.thumbprint);
	});
});

describe("status lists", () => {
	const at = (iat: number, revoked: readonly number[] = []) => ({ [STATUS_ID]: statusJwt(revoked, { iat }) });

	it("[TL-5] only a later one takes the place of another", async () => {
		const full = { ...cached, status: at(NOW - HOUR, [1007]) };
		const state = async (status: Record<string, string>) => {
			const done = await update(full, { ...full, status });
			return [statesOf(done).status[STATUS_ID], done.trust.statusLists.get(STATUS_ID)?.isRevoked(1007)];
		};
		expect(await state(at(NOW - HOUR + 1))).toEqual(["taken", false]);
		expect(await state(at(NOW - HOUR, [1007]))).toEqual(["kept", true]);
		expect(await state(at(NOW - HOUR))).toEqual(["trust_fork", true]);
		expect(await state(at(NOW - HOUR - 1))).toEqual(["trust_rollback", true]);
		expect(await state(at(NOW + DAY + 1))).toEqual(["trust_from_future", true]);
		expect(await state({ [STATUS_ID]: statusJwt([], {}, { signer: STRANGER }) })).toEqual([
			"status_list_unusable",
			true,
		]);
	});

	it("keeps what was not fetched", async () => {
		const full = { ...cached, status: at(NOW, [1007]), delegations: ["a.b.c"] };
		const done = await update(full, { root: ROOT.thumbprint });
		expect(done.trust.statusLists.get(STATUS_ID)?.isRevoked(1007)).toBe(true);
		expect(done.trust.bundle.delegations).toEqual(["a.b.c"]);
		expect(statesOf(done)).toEqual({ keyset: "kept", list: "kept", status: {}, deny: "kept" });
	});
});

describe("the deny file", () => {
	const fileOf = (...ids: string[]) => buildDenyFile(ids.map(denyPrefix));
	const named = (file: Bytes) => ({
		deny: { uri: "/deny", sha256: createHash("sha256").update(file).digest("hex"), count: decodeDenyFile(file)?.count },
	});
	const [old, next] = [fileOf("URN:A"), fileOf("URN:A", "URN:B")];
	const before = { ...listed(5, named(old)), deny: base64(old) };

	it("[TL-3] that does not come leaves the earlier one revoking, and everybody else unknown", async () => {
		for (const deny of [undefined, base64(fileOf("URN:C"))]) {
			const done = await update(before, { ...listed(6, named(next)), deny });
			expect(statesOf(done).list).toBe("taken");
			expect(done.deny).toEqual(
				deny === undefined
					? { state: "kept", notice: "deny_file_missing" }
					: { state: "refused", reason: "deny_file_unusable" },
			);
			const { deny: file, denyIsCurrent } = await opened(done.trust.bundle);
			expect([file && isDenied(file.index, "URN:A"), denyIsCurrent]).toEqual([true, false]);
			const healed = await update(done.trust.bundle, { root: ROOT.thumbprint, deny: base64(next) });
			expect([healed.deny.state, healed.trust.denyIsCurrent]).toEqual(["taken", true]);
		}
	});

	it("goes where the list in use names none", async () => {
		const done = await update(before, listed(6));
		expect([done.trust.deny, done.trust.bundle.deny]).toEqual([undefined, undefined]);
	});

	it("counts for nothing where no list ever named it", async () => {
		const done = await update(cached, { ...cached, deny: base64(old) });
		expect(done.trust.deny).toBeUndefined();
		const forged = await opened({ ...listed(5, named(next)), deny: base64(old) });
		expect(forged.problems).toEqual([{ code: "deny_file_unusable", subject: "/deny" }]);
	});
});

it("[TL-6] answers for a bundle that is none", async () => {
	const answered = await updateTrust({ cached: undefined, fetched: { root: "short" }, now: NOW, subtle });
	expect(answered).toMatchObject({ ok: false, error: { code: "bundle_malformed" } });
});
