import { describe, expect, it } from "vitest";
import { DAY } from "@/lib/shared/numeric-date";
import { highestSeq, type TrustList, trustListClaims } from "@/lib/trust/trust-list";
import { listClaims, NOW } from "@/tests/support/authority";
import { carriedDenials, carriedStatus } from "./last-lists";
import { collectRemovals } from "./list-removals";
import { nextSeq, objectionTo } from "./next-list";

const list = (claims: Record<string, unknown> = {}): TrustList => ({
	...trustListClaims.parse(listClaims({ seq: 1, iat: NOW, ...claims })),
	payload: "",
});
const claims = (changed: Record<string, unknown> = {}) =>
	listClaims({ seq: 2, iat: NOW, ...changed }) as { seq: number; iat: number };

describe("the next list", () => {
	it("[TL-1] is numbered with the time, above the last, and not above what its time allows", () => {
		expect(nextSeq({ lists: [], binding: [] }, NOW)).toBe(Math.floor(NOW / 10) + 1);
		const fast = list({ seq: highestSeq(NOW) });
		expect(nextSeq({ lists: [fast], binding: [fast] }, NOW)).toBe(highestSeq(NOW) + 1);
		expect(objectionTo(claims({ seq: highestSeq(NOW) + 1 }), { lists: [] })).toEqual({ code: "number_ahead" });
		// A number beyond, by a key that is gone, is not followed.
		expect(nextSeq({ lists: [fast], binding: [] }, NOW)).toBe(Math.floor(NOW / 10) + 1);
	});

	it("[TL-2] is objected to while something published is gone and not named", () => {
		const denied = [{ jti: "Dq3x", from: NOW, reason: "stolen" }];
		const before = list({ denied });
		expect(objectionTo(claims({ denied }), { lists: [before] })).toBeUndefined();
		expect(objectionTo(claims(), { lists: [before] })).toEqual({ code: "unexplained_shrink", vanished: "denial" });
		expect(objectionTo(claims({ status: [] }), { lists: [list()] })).toMatchObject({ vanished: "status" });
		const removed = [{ denied: { jti: "Dq3x" }, reason: "mistake", at: NOW }];
		expect(objectionTo(claims({ removed }), { lists: [before] })).toBeUndefined();
		expect(objectionTo(claims({ iat: NOW + 61 * DAY }), { lists: [before] })).toBeUndefined();
	});

	it("[TL-2] carries denials and status lists from every last list, but for what was taken back since", () => {
		const old = list({ denied: [{ jti: "a" }, { sub: "40123" }] });
		const taken = { denied: { jti: "a", sub: undefined, kid: undefined } };
		const newer = list({ seq: 2, status: [], denied: [{ kid: "k" }], removed: [taken] });
		expect(carriedDenials([newer, old], [])).toMatchObject([{ kid: "k" }, { sub: "40123" }]);
		expect(carriedStatus([newer, old], [])).toEqual(old.status);
	});

	it("[TL-2] keeps an entry of removed for at least 60 days after the list that first had it", () => {
		const before = list({ denied: [{ jti: "a" }] });
		const filed = { denied: { jti: "a" }, reason: "mistake", at: NOW - 400 * DAY };
		const [entry] = collectRemovals([filed], { lists: [before], now: NOW });
		expect(entry).toMatchObject({ denied: { jti: "a" }, at: NOW });
		const after = list({ removed: [entry] });
		expect(collectRemovals([filed], { lists: [after], now: NOW + 61 * DAY })).toHaveLength(1);
		expect(collectRemovals([filed], { lists: [after], now: NOW + 91 * DAY })).toEqual([]);
	});
});
