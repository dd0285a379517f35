/** Five wrong answers close a link, whichever instance was asked; right ones never count. */
import type { OpenPassAnswer } from "@/lib/protocol/holder";
import { MINUTE, type NumericDate } from "@/lib/shared/numeric-date";

const TRIES = 5;
/** At least. */
const CLOSED_FOR = 15 * MINUTE;

const WRONG: ReadonlySet<OpenPassAnswer["state"]> = new Set(["locked", "wrong_birth", "wrong_number"]);

type Try = { readonly token: string; readonly isRight: boolean; readonly now: NumericDate };
type Count = { wrong: number; until: NumericDate };

export function countedTries() {
	const counts = new Map<string, Count>();
	/** What this answer breaks; undefined: nothing. */
	return ({ token, isRight, now }: Try, answer: OpenPassAnswer): string | undefined => {
		const count = counts.get(token) ?? { wrong: 0, until: 0 };
		counts.set(token, count);
		if (now < count.until) return answer.state === "locked" ? undefined : "five wrong tries close a link";
		if (!isRight) return wrongTry(count, answer, now);
		count.wrong = 0;
		return WRONG.has(answer.state) ? "a right answer is never counted" : undefined;
	};
}

function wrongTry(count: Count, answer: OpenPassAnswer, now: NumericDate): string | undefined {
	count.wrong++;
	if (!WRONG.has(answer.state)) return "a wrong answer opens nothing";
	if (count.wrong >= TRIES !== (answer.state === "locked")) return "five wrong tries close a link";
	if (answer.state !== "locked") return undefined;
	count.until = answer.until;
	return answer.until < now + CLOSED_FOR ? "a closed link stays closed" : undefined;
}
