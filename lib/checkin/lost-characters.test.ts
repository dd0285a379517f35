import { describe, expect, it } from "vitest";
import type { RejectionReason, Verdict } from "@/lib/verify/verdict";
import { mayHaveLostCharacters } from "./lost-characters";

const rejected = (
	format: Extract<Verdict, { outcome: "rejected" }>["format"],
	reason: RejectionReason,
	over: Partial<Verdict> = {},
) => ({ outcome: "rejected", format, reason, warnings: [], ...over }) as Verdict;

const WEDGE = { from: "wedge", again: false, sound: false } as const;

describe("[SC-15] a refusal of what a hand scanner typed", () => {
	it.each([
		{ verdict: rejected("relais", "attestation_malformed"), lost: true },
		{ verdict: rejected("relais", "attestation_not_canonical"), lost: true },
		{ verdict: rejected("hc1", "hc1_malformed"), lost: true },
		{ verdict: rejected("shc", "shc_malformed"), lost: true },
		{ verdict: rejected("2ddoc", "2ddoc_malformed"), lost: true },
		{ verdict: rejected("shc", "signature_invalid"), lost: true },
		{ verdict: rejected("2ddoc", "signature_invalid"), lost: true },
		{ verdict: rejected("relais", "signature_invalid"), lost: false },
		{ verdict: rejected("hc1", "signature_invalid"), lost: false },
		{ verdict: rejected("relais", "time_expired"), lost: false },
		{ verdict: rejected("hc1", "revoked"), lost: false },
	])("$verdict.format $verdict.reason: may be the scanner's, $lost", ({ verdict, lost }) => {
		expect(mayHaveLostCharacters(verdict, WEDGE)).toBe(lost);
		for (const from of ["camera", "image"] as const)
			expect(mayHaveLostCharacters(verdict, { ...WEDGE, from })).toBe(false);
	});

	it("is believed of a format without checksum once a scanner that loses nothing typed the same twice", () => {
		const forged = rejected("2ddoc", "signature_invalid");
		expect(mayHaveLostCharacters(forged, { from: "wedge", again: true, sound: true })).toBe(false);
		expect(mayHaveLostCharacters(forged, { from: "wedge", again: true, sound: false })).toBe(true);
		expect(mayHaveLostCharacters(forged, { from: "wedge", again: false, sound: true })).toBe(true);
	});

	it("is never believed where separators are missing", () => {
		const forged = rejected("2ddoc", "signature_invalid", { warnings: ["control_characters_lost"] });
		expect(mayHaveLostCharacters(forged, { from: "wedge", again: true, sound: true })).toBe(true);
	});
});
