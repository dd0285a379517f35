import { describe, expect, it } from "vitest";
import type { AssignmentKind } from "@/lib/shared/assignment-kind";
import type { Verdict } from "@/lib/verify/verdict";
import type { VerifiedPass } from "@/lib/verify/verified-pass";
import type { Direction, Passage } from "./checkin-event";
import { decideOnCode, decideOnPass, decidePassage, type JudgedCode } from "./decide-passage";
import type { Reentry } from "./gate-rules";
import type { Seen } from "./persons";

const pass = { format: "hc1", id: "URN:UVCI:01:FR:1" } as VerifiedPass;
const checked = { passId: pass.id, outcome: "accepted", format: "hc1" };
const about = { format: "hc1", warnings: [] } as const;
const accepted: Verdict = { ...about, outcome: "accepted", reason: null, pass, policy: null };
const expired: Verdict = { ...about, outcome: "rejected", reason: "time_expired", pass };
const refused: Verdict = { ...about, outcome: "rejected", reason: "policy_refused", pass };
const forged: Verdict = { ...about, outcome: "rejected", reason: "signature_invalid" };
const unknown: Verdict = { ...about, outcome: "indeterminate", reason: "issuer_unknown" };

describe("who may pass with a verdict", () => {
	it.each<[string, Verdict, Direction, "passes" | "stays"]>([
		["an accepted pass comes in", accepted, "in", "passes"],
		["an accepted pass goes out", accepted, "out", "passes"],
		["one that is over does not come in", expired, "in", "stays"],
		["one that ended inside goes out", expired, "out", "passes"],
		["one that the policy refuses does not come in", refused, "in", "stays"],
		["one that the policy refuses goes out", refused, "out", "passes"],
		["a forgery does not come in", forged, "in", "stays"],
		["a forgery is no exit either", forged, "out", "stays"],
		["[V-3] one that cannot be checked does not come in", unknown, "in", "stays"],
		["[V-3] one that cannot be checked is no exit", unknown, "out", "stays"],
	])("%s", (_, verdict, direction, outcome) => {
		const expected = outcome === "passes" ? { outcome, checked, pass } : { outcome, why: verdict };
		expect(decideOnPass(verdict, direction)).toEqual(expected);
	});
});

describe("who may pass with a typed code", () => {
	const code: JudgedCode = {
		outcome: "accepted",
		format: "code",
		pharmacy: "40123",
		ends: 1,
		passId: "cc1|40123|A|150845|900203|EC",
		hash: new Uint8Array(8),
		day: "2021-08-16",
		warnings: [],
	};

	it("[CC-5] nobody by itself: staff compare, and the passage is provisional", () => {
		const provisional = { passId: code.passId, outcome: "provisional", format: "code" };
		expect(decideOnCode(code)).toEqual({ outcome: "compare", checked: provisional, code });
	});

	it.each<JudgedCode>([
		{ outcome: "rejected", format: "code", reason: "code_rejected" },
		{ outcome: "rejected", format: "code", reason: "code_expired" },
		{ outcome: "indeterminate", format: "code", reason: "code_keys_missing" },
	])("[CC-5] nobody with $reason", (verdict) => {
		expect(decideOnCode(verdict)).toEqual({ outcome: "stays", why: verdict });
	});
});

describe("[CI-4] what is done with a passage", () => {
	const entry = { id: "1", direction: "in", at: 5 } as Passage;
	const exit = { id: "2", direction: "out", at: 6 } as Passage;
	const nobody: Seen = { latest: undefined, inside: undefined, entries: 0 };
	const inside: Seen = { latest: entry, inside: entry, entries: 1 };
	const left: Seen = { latest: exit, inside: undefined, entries: 1 };

	it.each<[string, AssignmentKind, Direction, Seen, boolean, "in" | "out" | "ask"]>([
		["a first entry is recorded", "event", "in", nobody, false, "in"],
		["an entry after an exit is recorded", "event", "in", left, false, "in"],
		["a second entry asks first", "event", "in", inside, false, "ask"],
		["a second entry that staff decided on is recorded", "event", "in", inside, true, "in"],
		["an exit is recorded after an entry", "event", "out", inside, false, "out"],
		["an exit is recorded after an exit", "event", "out", left, false, "out"],
		["an exit is recorded when nothing is known", "event", "out", nobody, false, "out"],
		["a first control is recorded", "train", "in", nobody, false, "in"],
		["a second control is a control", "train", "in", inside, false, "in"],
		["nobody leaves a train through a control", "train", "out", inside, false, "in"],
	])("%s", (_, mode, direction, seen, again, expected) => {
		const decided = decidePassage({ mode, direction, seen, again, reentry: "allowed", full: false });
		if (expected === "ask") expect(decided).toEqual({ outcome: "already_in", before: seen.inside });
		else expect(decided).toEqual({ outcome: "record", direction: expected, before: seen.latest });
	});
});

describe("[CI-11] who left", () => {
	const entry = { id: "1", direction: "in", at: 5 } as Passage;
	const exit = { id: "2", direction: "out", at: 6 } as Passage;
	const inside: Seen = { latest: entry, inside: entry, entries: 1 };
	const left: Seen = { latest: exit, inside: undefined, entries: 1 };

	it.each<[string, Reentry, Seen, boolean, "record" | "already_in" | "no_reentry"]>([
		["who left comes back where that is allowed", "allowed", { ...left, entries: 9 }, false, "record"],
		["who left once comes back once", "once", left, false, "record"],
		["who came back once does not a second time", "once", { ...left, entries: 2 }, false, "no_reentry"],
		["nobody comes back where that is not allowed", "never", left, false, "no_reentry"],
		["a supervisor may decide otherwise", "never", left, true, "record"],
		["who is inside is inside, whatever the rule", "never", inside, false, "already_in"],
		["an exit without an entry keeps nobody out", "never", { ...left, entries: 0 }, false, "record"],
	])("%s", (_, reentry, seen, again, outcome) => {
		expect(decidePassage({ mode: "event", direction: "in", seen, again, reentry, full: false }).outcome).toBe(outcome);
	});
});

describe("[CI-14] a full event", () => {
	const entry = { id: "1", direction: "in", at: 5 } as Passage;
	const nobody: Seen = { latest: undefined, inside: undefined, entries: 0 };
	const inside: Seen = { latest: entry, inside: entry, entries: 1 };

	it.each<[string, AssignmentKind, Direction, Seen, boolean, string]>([
		["lets nobody in", "event", "in", nobody, false, "full"],
		["lets out", "event", "out", nobody, false, "record"],
		["asks about who is inside as ever", "event", "in", inside, false, "already_in"],
		["has room for who is inside", "event", "in", inside, true, "record"],
		["is no train", "train", "in", nobody, false, "record"],
	])("%s", (_, mode, direction, seen, again, outcome) => {
		expect(decidePassage({ mode, direction, seen, again, reentry: "allowed", full: true }).outcome).toBe(outcome);
	});
});
