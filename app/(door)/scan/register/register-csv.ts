import type { Shift, Staff } from "@/lib/device/door/scan-register";
import { csvText } from "@/lib/shared/csv";
import type { NumericDate } from "@/lib/shared/numeric-date";

export type RegisterWords = {
	readonly columns: readonly string[];
	readonly authorisation: string;
	readonly check: string;
	readonly nobody: string;
};

/**
 * [DP-6] The register as a table: who was authorised from when to when, then who checked passes. `at` writes a time.
 */
export function registerCsv(options: {
	readonly staff: readonly Staff[];
	readonly shifts: readonly Shift[];
	readonly device: string;
	readonly words: RegisterWords;
	readonly at: (time: NumericDate) => string;
}): string {
	const { staff, shifts, device, words, at } = options;
	const until = (time: NumericDate | null) => (time === null ? "" : at(time));
	const rows = [
		words.columns,
		...staff.map(({ name, authorisedAt, withdrawnAt }) => [
			...[words.authorisation, name, device, "", "", at(authorisedAt), until(withdrawnAt)],
		]),
		...shifts.map(({ name, place, gate, from, to }) => [
			...[words.check, name || words.nobody, device, place, gate, at(from), until(to)],
		]),
	];
	return csvText(rows);
}
