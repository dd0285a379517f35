/**
 * Whatever the holder of stolen keys published before: with the root honest, a device that gets the newest honest
 * documents, whose keyset no longer names the stolen keys, ends with them.
 */
import fc from "fast-check";
import { expect, it } from "vitest";
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import {
	bundle,
	DELEGATION_KEY,
	keyEntry,
	keysetJwt,
	LIST_KEY,
	listJwt,
	NOW,
	STATUS_ID,
	STATUS_KEY,
	STATUS_URI,
	statusJwt,
} from "@/tests/support/authority";
import { testKey } from "@/tests/support/deterministic-key";
import { statesOf, update } from "@/tests/support/trust-update";
import type { VerifierBundle } from "./bundle";
import { clockState } from "./trust-age";
import { highestSeq } from "./trust-list";

const NEW_LIST_KEY = testKey("list, after the theft");
const NEW_STATUS_KEY = testKey("status, after the theft");

const HONEST = bundle({
	keyset: keysetJwt({
		seq: 2,
		iat: NOW,
		keys: [
			keyEntry(NEW_LIST_KEY, ["list"]),
			keyEntry(NEW_STATUS_KEY, ["status"]),
			keyEntry(DELEGATION_KEY, ["delegation"]),
		],
		removed: [LIST_KEY, STATUS_KEY].map(({ kid }) => ({ kid, reason: "stolen", at: NOW })),
	}),
	list: listJwt({ seq: 7, iat: NOW, denied: [{ jti: "Dq3x" }] }, { signer: NEW_LIST_KEY }),
	status: { [STATUS_ID]: statusJwt([1007], { iat: NOW }, { signer: NEW_STATUS_KEY }) },
});

/** From long ago to beyond what any device takes. */
const time = fc.integer({ min: NOW - 60 * DAY, max: NOW + 3 * DAY });
const foreignKey = fc.constantFrom("AAAA", "BBBB").map((kid) => ({ use: "dcc", kid, spki: "c3BraQ==" }));

/** Anything that the stolen keys can sign. */
const hostile: fc.Arbitrary<VerifierBundle> = fc
	.record({
		iat: time,
		life: fc.constantFrom(0, 7 * DAY, 4000 * DAY),
		seq: fc.oneof(fc.nat(20), fc.constant("highest" as const), fc.constant(Number.MAX_SAFE_INTEGER)),
		keys: fc.array(foreignKey, { maxLength: 2 }),
		denied: fc.array(fc.constantFrom({ jti: "Hers" }, { sub: "40999" }, { kid: NEW_LIST_KEY.kid }), { maxLength: 2 }),
		status: fc.constantFrom([], [{ id: STATUS_ID, uri: STATUS_URI }], [{ id: "hers", uri: "https://thief.example/s" }]),
		removed: fc.array(foreignKey, { maxLength: 1 }),
		statusIat: time,
		revoked: fc.subarray([1000, 1007, 1499]),
	})
	.map(({ iat, life, seq, statusIat, revoked, ...claims }) => ({
		root: HONEST.root,
		list: listJwt({ ...claims, iat, exp: iat + life, seq: seq === "highest" ? highestSeq(iat) : seq }),
		status: { [STATUS_ID]: statusJwt(revoked, { iat: statusIat }) },
	}));

it("[TL-1] a device heals, whatever stolen list and status keys signed before", async () => {
	const start = fc.constantFrom(
		undefined,
		bundle(),
		bundle({ list: listJwt({ seq: 6, keys: [{ use: "dcc", kid: "AAAA", spki: "c3BraQ==" }] }) }),
	);
	const dates = fc.constantFrom(undefined, NOW, NOW + 365 * DAY);
	await fc.assert(
		fc.asyncProperty(start, fc.array(fc.tuple(hostile, dates), { maxLength: 5 }), async (cached, attacks) => {
			let held = cached;
			for (const [attack, date] of attacks) {
				const keyset = held?.keyset ?? keysetJwt();
				held = (await update(held, { ...attack, keyset }, { now: NOW - HOUR, date })).trust.bundle;
			}
			const { trust, ...decisions } = await update(held, HONEST, { now: NOW + HOUR });
			expect(statesOf({ trust, ...decisions })).toMatchObject({ keyset: "taken", list: "taken" });
			expect(trust.bundle.list).toBe(HONEST.list);
			expect(trust.bundle.keyset).toBe(HONEST.keyset);
			expect(trust.statusLists.get(STATUS_ID)?.isRevoked(1007)).toBe(true);
			expect(trust.bundle.status).toEqual(HONEST.status);
			expect(trust.denied).toEqual(trust.list?.denied);
			expect(clockState(trust, NOW + HOUR)).toEqual({ state: "plausible" });
		}),
		{ numRuns: 150 },
	);
});
