import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Passage } from "@/lib/checkin/checkin-event";
import { type AcceptedCode, decideOnCode } from "@/lib/checkin/decide-passage";
import { messages } from "@/lib/i18n/messages";
import { err, ok } from "@/lib/shared/result";
import type { RejectionReason } from "@/lib/verify/verdict";
import type { VerifiedPass } from "@/lib/verify/verified-pass";
import { SPOKEN } from "./spoken-codes";
import { formatBirth, personOf, viewOfCode, viewOfPassage, viewOfRefusal } from "./verdict-view";

const pass = {
	format: "relais",
	id: "Dq3x.1007",
	person: { family: "ESSAI", given: "Camille Aimée", birth: "1990-02-03" },
	issuer: "Pharmacie de l'Essai, Angers",
	dcc: { ver: "1.3.0", nam: { fnt: "ESSAI" }, dob: "1990-02-03", t: [] },
	expires: 1,
} as unknown as VerifiedPass;
const rejected = (reason: RejectionReason, withPass = false) =>
	({ outcome: "rejected", format: "relais", reason, warnings: [], ...(withPass ? { pass } : {}) }) as const;

const event = { id: "1", at: 5 } as Passage;
const shown = {
	person: personOf(pass),
	checked: { passId: pass.id, outcome: "accepted", format: "relais" },
	direction: "in",
	warnings: [],
	train: false,
	again: false,
} as const;

describe("what a door shows", () => {
	it("every reason has its own spoken code, a sentence and a next step in both languages", () => {
		const spoken = Object.values(SPOKEN);
		expect(new Set(spoken.map(({ code }) => code)).size).toBe(spoken.length);
		for (const { code, class: reasonClass } of spoken) {
			expect(code).toMatch(/^[A-Z]-[A-Z]{2,3}$/);
			for (const { door } of Object.values(messages)) {
				expect(door.sentence[reasonClass]).toBeTypeOf("string");
				if (reasonClass !== "codeRejected") expect(door.nextStep[reasonClass]).toBeTypeOf("string");
				else for (const role of Object.values(door.role)) expect(role.codeRejected).toBeTypeOf("string");
			}
		}
	});

	it("[VS-4] the staff of a train are not told to compare identity papers", () => {
		const papers = { fr: /pi[eè]ce d’identit|compare/i, en: /identity document|compare/i };
		const { fr, en } = messages;
		for (const [role, words] of [
			[fr.door.role.train, papers.fr],
			[en.door.role.train, papers.en],
		] as const) {
			const { admitted, ...rest } = role;
			for (const text of Object.values(rest)) expect(text).not.toMatch(words);
			expect(admitted).toMatch(/pas de pièce d’identité|no identity document/);
		}
		expect(fr.door.role.event.admitted).toMatch(/Comparez.*pièce d’identité/);
	});

	it("every reason of the verdict union is in the table", () => {
		const source = readFileSync("lib/verify/verdict.ts", "utf8").split("VerdictReason =")[0] ?? "";
		const reasons = [...source.matchAll(/"([a-z0-9_]+)"/g)].map((match) => match[1] ?? "");
		const formats = ["relais", "hc1", "shc", "2ddoc"];
		expect(reasons.filter((reason) => !formats.includes(reason) && !(reason in SPOKEN))).toEqual([]);
	});

	it("neither kind nor result of the proof, nor the policy's rule, reaches a view", () => {
		const entry = viewOfPassage(ok({ outcome: "recorded", event, before: undefined }), shown);
		const refusal = viewOfRefusal({ ...rejected("policy_refused", true), rule: "P-2" });
		for (const secret of ["P-2", "dcc", "260415000", '"t"', '"v"', '"r"']) {
			expect(JSON.stringify([entry, refusal])).not.toContain(secret);
		}
	});

	it("a pharmacy is named for paper only", () => {
		expect(personOf(pass)).toMatchObject({ pharmacy: pass.issuer });
		expect(personOf({ ...pass, format: "hc1" } as VerifiedPass)).toMatchObject({ pharmacy: undefined });
	});

	it("[VS-5] a name in another script is shown once more in Latin letters, and only such a name", () => {
		const named = (family: string, given: string, nam: { fnt: string; gnt?: string }) =>
			personOf({ ...pass, person: { family, given, birth: "1990" }, dcc: { ...pass.dcc, nam } }).latin;
		expect(named("Πρότυπου", "Δοκιμή", { fnt: "PROTYPOU", gnt: "DOKIMI<MARIA" })).toBe("PROTYPOU, DOKIMI MARIA");
		expect(named("Образцов", "", { fnt: "OBRAZTSOV" })).toBe("OBRAZTSOV");
		expect(named("Müller-Łódź", "Œuvre d’Été", { fnt: "MUELLER<LODZ", gnt: "OEUVRE<DETE" })).toBeUndefined();
		expect(named("測試", "人", { fnt: "" })).toBeUndefined();
	});

	it("a name in the form of machines alone is shown without its fillers", () => {
		const machine = { ...pass, person: { family: "ESSAI<DURAND", given: "CAMILLE<<AIMEE<", birth: "1990" } };
		expect(personOf(machine)).toMatchObject({ family: "ESSAI DURAND", given: "CAMILLE AIMEE" });
	});

	it("a refusal names the person only when the document was genuine", () => {
		expect(viewOfRefusal(rejected("time_expired", true))).toMatchObject({ outcome: "refused", person: pass.person });
		expect(viewOfRefusal(rejected("signature_invalid"))).toMatchObject({ outcome: "refused", person: undefined });
	});

	it("[TL-4] a clock that cannot be right is told by which signed document", () => {
		const witness = { document: "list", iat: 1_628_865_000 } as const;
		const why = {
			outcome: "indeterminate",
			format: "relais",
			reason: "clock_implausible",
			warnings: [],
			witness,
		} as const;
		expect(viewOfRefusal(why)).toMatchObject({ outcome: "unverifiable", class: "clockImplausible", witness });
	});

	it("missing keys are never a refusal", () => {
		const verdict = { outcome: "indeterminate", format: "relais", reason: "trust_missing", warnings: [] } as const;
		expect(viewOfRefusal(verdict)).toMatchObject({ outcome: "unverifiable", spoken: "K-NON" });
	});

	it("a passage that could not be stored is shown as not counted, and cannot be undone", () => {
		const full = viewOfPassage(err({ code: "storage_full", retryable: true }), shown);
		expect(full).toMatchObject({ outcome: "admitted", event: undefined });
		expect(viewOfPassage(ok({ outcome: "already_in", before: event }), shown).outcome).toBe("alreadyIn");
		const control = viewOfPassage(ok({ outcome: "recorded", event, before: event }), { ...shown, train: true });
		expect(control).toMatchObject({ outcome: "admitted", before: 5 });
	});

	it("an accepted code is never an acceptance", () => {
		const typed = { initials: "EC", birth: "03/02/1990" };
		const code: AcceptedCode = {
			outcome: "accepted",
			format: "code",
			pharmacy: "40123",
			ends: 1,
			passId: "x",
			hash: new Uint8Array(8),
			day: "2021-08-16",
			warnings: [],
		};
		expect(viewOfCode(decideOnCode(code), typed)).toMatchObject({ outcome: "compare", ...typed, pharmacy: "40123" });
		const keyless = { outcome: "indeterminate", format: "code", reason: "code_keys_missing" } as const;
		expect(viewOfCode(decideOnCode(keyless), typed)).toMatchObject({ outcome: "unverifiable", spoken: "C-KEY" });
	});
});

describe("birth dates", () => {
	it("are written as on identity documents, without inventing unknown parts", () => {
		expect(formatBirth("1990-02-03", "fr")).toBe("03/02/1990");
		expect(formatBirth("1990-02", "fr")).toBe("02/1990");
		expect(formatBirth("1990", "fr")).toBe("1990");
		expect(formatBirth("1990-02-03", "en")).toBe("03 Feb 1990");
		expect(formatBirth("1990-02-03T00:00:00Z", "fr")).toBe("03/02/1990");
		expect(formatBirth("1990-02-03T00:00:00.000+01:00", "fr")).toBe("03/02/1990");
		expect(formatBirth("1990-32-00", "en")).toBe("00 32 1990");
		expect(formatBirth("unknown", "fr")).toBe("unknown");
	});
});
