/** Wrong answers of a holder link, whichever table it stands in: counted under the row's lock, the same for all. */
import "server-only";
import type { OpenPassAnswer, OpenPassRequest } from "@/lib/protocol/holder";
import { DAY, MINUTE, type NumericDate } from "@/lib/shared/numeric-date";
import { sameText } from "../../crypto/secret-text";
import { numericDate, timestamp } from "../../db/timestamp";

/** Wrong tries before the link locks; each further wrong one locks again, for twice as long. */
const TRIES = 5;
const FIRST_LOCK = 15 * MINUTE;
const LONGEST_LOCK = DAY;

/** What of a link's row counts its tries. */
export type Tries = { readonly wrongTries: number; readonly lockedUntil: Date | null };

/** Until when the link is closed; undefined where it is open. */
export function closedUntil({ lockedUntil }: Tries, now: NumericDate): NumericDate | undefined {
	const until = lockedUntil === null ? 0 : numericDate(lockedUntil);
	return until > now ? until : undefined;
}

export const NO_TRIES: Tries = { wrongTries: 0, lockedUntil: null };

/** One wrong answer more: what is stored, and what is said. */
export function wrongTry(
	{ wrongTries: before }: Tries,
	given: Answer,
	now: NumericDate,
): { readonly tries: Tries; readonly answer: OpenPassAnswer } {
	const wrongTries = before + 1;
	const beyond = wrongTries - TRIES;
	if (beyond < 0) {
		const state = given.birth === undefined ? "wrong_number" : "wrong_birth";
		return { tries: { wrongTries, lockedUntil: null }, answer: { state, triesLeft: -beyond } };
	}
	const until = now + Math.min(LONGEST_LOCK, FIRST_LOCK * 2 ** Math.min(beyond, 16));
	return { tries: { wrongTries, lockedUntil: timestamp(until) }, answer: { state: "locked", until } };
}

export type Answer = Pick<OpenPassRequest, "birth" | "stripNumber">;

/** The answer to another question is wrong, whatever it says. */
export function isRight(given: Answer, { birth, stripNumber }: Answer): boolean {
	const [wanted, answer] = stripNumber === undefined ? [birth, given.birth] : [stripNumber, given.stripNumber];
	return sameText(wanted ?? "", answer ?? "");
}
