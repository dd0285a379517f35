import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Recorded } from "@/lib/device/door/checkin-store";
import { messages } from "@/lib/i18n/messages";
import { err, ok } from "@/lib/shared/result";
import type { RejectionReason, VerifiedPass } from "@/lib/verify/verdict";
import { type DoorAction, type DoorState, doorReducer, FIRST_STATE, leavesByItself } from "./stage";
import { SPOKEN } from "./verdict/spoken-codes";
import { actOn, formatBirth, type VerdictView, viewOfCode, viewOfPassage } from "./verdict/verdict-view";

const pass = {
	format: "relais",
	id: "Dq3x.1007",
	person: { family: "ESSAI", given: "Camille Aimée", birth: "1990-02-03" },
	issuer: "Pharmacie de l'Essai, Angers",
	dcc: { ver: "1.3.0", nam: { fnt: "ESSAI" }, dob: "1990-02-03", t: [] },
	expires: 1,
} as unknown as VerifiedPass;
const accepted = {
	outcome: "accepted",
	format: "relais",
	reason: null,
	warnings: [],
	pass,
	policy: { id: "FR-2021-08-09", rule: "P-2" },
} as const;
const rejected = (reason: RejectionReason, withPass = false) =>
	({ outcome: "rejected", format: "relais", reason, warnings: [], ...(withPass ? { pass } : {}) }) as const;

const refusal: VerdictView = { kind: "refused", class: "expired", spoken: "T-EXP", person: undefined, warnings: [] };
const admitted: VerdictView = {
	kind: "admitted",
	person: { ...pass.person, pharmacy: undefined },
	event: undefined,
	before: undefined,
	warnings: [],
};
const stateAfter = (...actions: DoorAction[]): DoorState => actions.reduce(doorReducer, FIRST_STATE);

describe("what a door shows", () => {
	test("every reason has its own spoken code, a sentence and a next step in both languages", () => {
		const spoken = Object.values(SPOKEN);
		expect(new Set(spoken.map(({ code }) => code)).size).toBe(spoken.length);
		for (const { code, class: reasonClass } of spoken) {
			expect(code).toMatch(/^[A-Z]-[A-Z]{2,3}$/);
			for (const { door } of Object.values(messages)) {
				expect(door.sentence[reasonClass]).toBeTypeOf("string");
				expect(door.nextStep[reasonClass]).toBeTypeOf("string");
			}
		}
	});

	test("every reason of the verdict union is in the table", () => {
		const source = readFileSync("lib/verify/verdict.ts", "utf8").split("VerdictReason =")[0] ?? "";
		const reasons = [...source.matchAll(/"([a-z0-9_]+)"/g)].map((match) => match[1] ?? "");
		const formats = ["relais", "hc1", "shc", "2ddoc"];
		expect(reasons.filter((reason) => !formats.includes(reason) && !(reason in SPOKEN))).toEqual([]);
	});

	test("neither kind nor result of the proof, nor the policy's rule, reaches a view", () => {
		const act = actOn(accepted, "in");
		const shown = JSON.stringify([act, actOn(rejected("policy_refused", true), "in")]);
		for (const secret of ["P-2", "dcc", "260415000", '"t"', '"v"', '"r"']) expect(shown).not.toContain(secret);
	});

	test("a pharmacy is named for paper only", () => {
		expect(actOn(accepted, "in")).toMatchObject({ person: { pharmacy: pass.issuer } });
		const durable = { ...accepted, pass: { ...pass, format: "hc1" } as VerifiedPass };
		expect(actOn(durable, "in")).toMatchObject({ person: { pharmacy: undefined } });
	});

	test("a refusal names the person only when the document was genuine", () => {
		expect(actOn(rejected("time_expired", true), "in")).toMatchObject({ view: { person: pass.person } });
		expect(actOn(rejected("signature_invalid"), "in")).toMatchObject({ view: { person: undefined } });
	});

	test("missing keys are never a refusal", () => {
		const verdict = { outcome: "indeterminate", format: "relais", reason: "trust_missing", warnings: [] } as const;
		expect(actOn(verdict, "in")).toMatchObject({ view: { kind: "unverifiable", spoken: "K-NON" } });
	});

	test("leaving needs a genuine pass, not a valid one", () => {
		expect(actOn(rejected("time_expired", true), "out").act).toBe("record");
		expect(actOn(rejected("signature_invalid"), "out").act).toBe("show");
	});

	test("a passage that could not be stored is shown as not counted, and cannot be undone", () => {
		const entry = { passId: "x", outcome: "accepted", format: "relais" } as const;
		const shown = { person: admitted.person, entry, direction: "in", warnings: [], train: false } as const;
		const full = viewOfPassage(err({ code: "storage_full", retryable: true }), shown);
		expect(full).toMatchObject({ kind: "admitted", event: undefined });
		const event = { id: "1", at: 5 } as unknown as Extract<Recorded, { state: "recorded" }>["event"];
		expect(viewOfPassage(ok({ state: "already_in", before: event }), shown).kind).toBe("alreadyIn");
		const control = viewOfPassage(ok({ state: "recorded", event, before: event }), { ...shown, train: true });
		expect(control).toMatchObject({ kind: "admitted", before: 5 });
	});

	test("an accepted code is never an acceptance", () => {
		const typed = { initials: "EC", birth: "03/02/1990" };
		const code = {
			outcome: "accepted",
			format: "code",
			pharmacy: "40123",
			ends: 1,
			passId: "x",
			hash: new Uint8Array(8),
			day: "2021-08-16",
			statusUnknown: false,
		} as const;
		expect(viewOfCode(code, typed)?.kind).toBe("compare");
		expect(viewOfCode({ outcome: "typo", format: "code", field: "code" }, typed)).toBeUndefined();
		expect(viewOfCode({ outcome: "indeterminate", format: "code", reason: "code_keys_missing" }, typed)?.kind).toBe(
			"unverifiable",
		);
	});
});

describe("birth dates", () => {
	test("are written as on identity documents, without inventing unknown parts", () => {
		expect(formatBirth("1990-02-03", "fr")).toBe("03/02/1990");
		expect(formatBirth("1990-02", "fr")).toBe("02/1990");
		expect(formatBirth("1990", "fr")).toBe("1990");
		expect(formatBirth("1990-02-03", "en")).toBe("03 Feb 1990");
		expect(formatBirth("1990-32-00", "en")).toBe("00 32 1990");
		expect(formatBirth("unknown", "fr")).toBe("unknown");
	});
});

describe("the stage", () => {
	test("the next scan always wins, over a refusal, a held acceptance and the form", () => {
		for (const before of [
			stateAfter({ type: "judged", id: 1, view: refusal }),
			stateAfter({ type: "judged", id: 1, view: admitted }, { type: "hold" }),
			stateAfter({ type: "openForm" }),
		]) {
			const shown = doorReducer(before, { type: "judged", id: 2, view: refusal });
			expect(shown.stage).toMatchObject({ name: "verdict", id: 2, held: false });
		}
	});

	test("an answer that comes after a newer presentation is not shown", () => {
		const state = stateAfter({ type: "presented", id: 1 }, { type: "presented", id: 2 });
		expect(doorReducer(state, { type: "judged", id: 1, view: refusal }).stage.name).toBe("camera");
		expect(doorReducer(state, { type: "judged", id: 2, view: refusal }).stage.name).toBe("verdict");
	});

	test("an acceptance leaves when its time is up, unless it is held; a newer one keeps its own time", () => {
		const shown = stateAfter({ type: "judged", id: 1, view: admitted });
		expect(doorReducer(shown, { type: "timeUp", id: 1 }).stage.name).toBe("camera");
		expect(doorReducer(doorReducer(shown, { type: "hold" }), { type: "timeUp", id: 1 }).stage.name).toBe("verdict");
		const newer = doorReducer(shown, { type: "judged", id: 2, view: admitted });
		expect(doorReducer(newer, { type: "timeUp", id: 1 }).stage.name).toBe("verdict");
	});

	test("only acceptances and exits leave by themselves", () => {
		expect(leavesByItself(admitted)).toBe(true);
		expect(leavesByItself({ ...admitted, kind: "out" })).toBe(true);
		expect(leavesByItself(refusal)).toBe(false);
	});

	test("nothing of a person stays in the state once the verdict is closed", () => {
		const draft = { number: "40123-3", code: "K7QF", birth: "03/02/1990", initials: "EC" };
		const state = stateAfter({ type: "judged", id: 1, view: admitted, draft }, { type: "next" });
		expect(JSON.stringify(state)).not.toMatch(/ESSAI|1990|K7QF/);
	});
});
