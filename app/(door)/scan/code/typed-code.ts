import type { TypedCode } from "@/lib/checkcode/check-code";
import { readPharmacyNumber } from "@/lib/checkcode/pharmacy-number";
import { CODE_LENGTH, groupCode, readCode } from "@/lib/checkcode/symbols";
import type { CodeDraft } from "../check-in/stage";

/**
 * The code form's fields while they are being typed: written as printed, and judged as far as the field alone can be.
 * Typos are told before anything is tried: they do not count towards the lock (spec CC-5).
 */

const NUMBER_LENGTH = 6;

/** `401233` → `40123-3`. */
export function writeNumber(typed: string): string {
	const digits = typed.replace(/\D/g, "").slice(0, NUMBER_LENGTH);
	return digits.length === NUMBER_LENGTH ? `${digits.slice(0, 5)}-${digits.slice(5)}` : digits;
}

/** Groups of four capitals, as on the sheet. */
export function writeTypedCode(typed: string): string {
	const symbols = typed
		.toUpperCase()
		.replace(/[^A-Z0-9]/g, "")
		.slice(0, CODE_LENGTH);
	return groupCode(symbols);
}

/** `03021990` → `03/02/1990`: people type digits, the field writes the strokes. */
export function writeBirth(typed: string): string {
	const digits = typed.replace(/\D/g, "").slice(0, 8);
	return [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4)].filter((part) => part !== "").join("/");
}

/** At most two letters, those of the family and of the given name. */
export function writeInitials(typed: string): string {
	return [...typed.replace(/\P{L}/gu, "").toUpperCase()].slice(0, 2).join("");
}

export type FieldState = "empty" | "partial" | "good" | "typo";

export function numberState(number: string): FieldState {
	const digits = number.replace(/\D/g, "");
	if (digits.length < NUMBER_LENGTH) return digits === "" ? "empty" : "partial";
	return readPharmacyNumber(number) === undefined ? "typo" : "good";
}

export function codeState(code: string): FieldState {
	const symbols = code.replaceAll(" ", "");
	if (symbols.length < CODE_LENGTH) return symbols === "" ? "empty" : "partial";
	return readCode(code) === undefined ? "typo" : "good";
}

/** Day, month and a year of two or four digits; `00` for parts that the document does not have. */
export function birthState(birth: string): FieldState {
	const digits = birth.replace(/\D/g, "");
	if (digits === "") return "empty";
	if (Number(digits.slice(0, 2)) > 31 || Number(digits.slice(2, 4)) > 12) return "typo";
	return digits.length === 6 || digits.length === 8 ? "good" : "partial";
}

export function initialsState(initials: string): FieldState {
	return initials === "" ? "empty" : "good";
}

/** YYMMDD, as the code's MAC takes it (spec CC-2). */
export function typedCodeOf({ number, code, birth, initials }: CodeDraft): TypedCode {
	const digits = birth.replace(/\D/g, "");
	return { number, code, birth: `${digits.slice(-2)}${digits.slice(2, 4)}${digits.slice(0, 2)}`, initials };
}
