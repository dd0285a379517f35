import type { AttestationKind } from "@/lib/shared/attestation-kind";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { slotOf } from "./expiry-slot";
import { initialsOf, normaliseBirth } from "./holder-facts";

/** What a check code's MACs cover (CC-2). */
type CodeFacts = {
	/** Five digits. */
	readonly pharmacy: string;
	readonly kind: AttestationKind;
	/** Absolute expiry slot (CC-7). */
	readonly slot: number;
	/** YYMMDD. */
	readonly birth: string;
	readonly initials: string;
};

/** Stands for the paper where only its code is known; names a birth date: never stored, never sent, never shown. */
export function codePassId({ pharmacy, kind, slot, birth, initials }: CodeFacts): string {
	return `cc1|${pharmacy}|${kind}|${slot}|${birth}|${initials}`;
}

/** The same, from what the paper's QR says: one person by either. Undefined where the paper has no usable birth date. */
export function codePassIdOfPaper(paper: {
	readonly pharmacy: string;
	readonly kind: AttestationKind;
	/** The attestation's `exp`. */
	readonly exp: NumericDate;
	readonly person: { readonly family: string; readonly given: string; readonly birth: string };
}): string | undefined {
	const { pharmacy, kind, exp, person } = paper;
	const birth = normaliseBirth(person.birth);
	if (birth === undefined) return undefined;
	return codePassId({ pharmacy, kind, slot: slotOf(exp), birth, initials: initialsOf(person) });
}
