import { PAPER_NAME_LIMIT } from "@/lib/shared/name-limits";

export type NameProblem = "missing" | "too_long" | "not_a_name";

/** A name as the attestation takes it: NFC, single spaces, straight apostrophes as typed on documents. */
export function readName(typed: string): string {
	return typed
		.normalize("NFC")
		.replace(/[\s\u00a0\u202f]+/g, " ")
		.replaceAll("’", "'")
		.trim();
}

/** What is wrong with a name that `readName` made. Digits and signs in a name are typing errors; `-` alone is none. */
export function nameProblem(name: string): NameProblem | undefined {
	if (name === "") return "missing";
	if ([...name].length > PAPER_NAME_LIMIT) return "too_long";
	return /^[\p{L}\p{M}][\p{L}\p{M}' .-]*$/u.test(name) ? undefined : "not_a_name";
}

/** Family names are in capitals on identity documents, and on the sheet. */
export function familyName(typed: string): string {
	return readName(typed).toLocaleUpperCase("fr");
}
