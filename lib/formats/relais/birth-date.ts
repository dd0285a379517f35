import { parseCivilDay } from "@/lib/shared/civil-day";

/** The birth date of an attestation: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`, and one that the calendar has (spec §2). */
export function isBirthDate(text: string): boolean {
	return /^\d{4}$/.test(text) || parseCivilDay(text) !== undefined || parseCivilDay(`${text}-01`) !== undefined;
}
