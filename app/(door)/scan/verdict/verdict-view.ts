import type { CheckinEvent, Direction } from "@/lib/checkin/checkin-event";
import type { Recorded } from "@/lib/device/door/checkin-store";
import type { CodeEntry } from "@/lib/device/door/enter-code";
import type { StorageFailure } from "@/lib/device/store/storage-failure";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { PassFormat } from "@/lib/shared/pass-format";
import type { Result } from "@/lib/shared/result";
import type { Verdict, VerdictWarning } from "@/lib/verify/verdict";
import { type ReasonClass, SPOKEN } from "./spoken-codes";

/** All of a person that a door shows, for as long as the verdict stands (design rules 5 and 6). */
export type Person = {
	readonly family: string;
	readonly given: string;
	readonly birth: string;
	/** The issuing pharmacy, paper only. */
	readonly pharmacy: string | undefined;
};

/** What a verdict screen shows. Nothing in it says what was tested or injected, or with what result. */
export type VerdictView =
	| {
			readonly kind: "admitted" | "out";
			readonly person: Person;
			/** What "undo" takes back; undefined when it could not be stored. */
			readonly event: CheckinEvent | undefined;
			/** On board: the control before this one. */
			readonly before: NumericDate | undefined;
			readonly warnings: readonly VerdictWarning[];
	  }
	| { readonly kind: "alreadyIn"; readonly person: Person; readonly before: CheckinEvent; readonly entry: Entry }
	| {
			readonly kind: "refused" | "unverifiable";
			readonly class: ReasonClass;
			readonly spoken: string;
			readonly person: Person | undefined;
			readonly warnings: readonly VerdictWarning[];
	  }
	| {
			readonly kind: "compare";
			/** As typed from the identity document. */
			readonly initials: string;
			readonly birth: string;
			/** Five digits. */
			readonly pharmacy: string;
			readonly ends: NumericDate;
			readonly entry: Entry;
			readonly statusUnknown: boolean;
	  };

/** What is needed to record a passage later, after a decision of the staff. */
export type Entry = {
	readonly passId: string;
	readonly outcome: CheckinEvent["outcome"];
	readonly format: PassFormat | "code";
};

/** What the door does with a verdict before it can show one. */
export type NextAct =
	| { readonly act: "show"; readonly view: VerdictView }
	| {
			readonly act: "record";
			readonly entry: Entry;
			readonly person: Person;
			readonly warnings: readonly VerdictWarning[];
	  };

/** Leaving needs no valid pass, only a genuine one: a pass may end during the film. */
export function actOn(verdict: Verdict, direction: Direction): NextAct {
	const { outcome, warnings } = verdict;
	if (outcome === "accepted" || (outcome === "rejected" && direction === "out" && verdict.pass !== undefined)) {
		const { pass } = verdict;
		if (pass === undefined) throw new Error("an accepted verdict without its pass");
		const entry = { passId: pass.id, outcome: "accepted", format: pass.format } as const;
		return { act: "record", entry, person: personOf(pass), warnings };
	}
	const { code, class: reasonClass } = SPOKEN[verdict.reason];
	const person = outcome === "rejected" && verdict.pass !== undefined ? personOf(verdict.pass) : undefined;
	const kind = outcome === "rejected" ? "refused" : "unverifiable";
	return { act: "show", view: { kind, class: reasonClass, spoken: code, person, warnings } };
}

function personOf(pass: NonNullable<Extract<Verdict, { outcome: "accepted" }>["pass"]>): Person {
	const { person, format, issuer } = pass;
	return { ...person, pharmacy: format === "relais" ? issuer : undefined };
}

/** The screen for a passage that was decided on, recorded or not. */
export function viewOfPassage(
	recorded: Result<Recorded, StorageFailure>,
	shown: { readonly person: Person; readonly entry: Entry; readonly direction: Direction } & {
		readonly warnings: readonly VerdictWarning[];
		readonly train: boolean;
	},
): VerdictView {
	const { person, entry, direction, warnings, train } = shown;
	if (recorded.ok && recorded.value.state === "already_in") {
		return { kind: "alreadyIn", person, before: recorded.value.before, entry };
	}
	const event = recorded.ok && recorded.value.state === "recorded" ? recorded.value.event : undefined;
	const before = train && recorded.ok ? recorded.value.before?.at : undefined;
	return { kind: direction === "out" ? "out" : "admitted", person, event, before, warnings };
}

/** The screen for a judged code; undefined while the form itself has the answer (a typo, the lock). */
export function viewOfCode(
	verdict: CodeEntry,
	typed: { readonly initials: string; readonly birth: string },
): VerdictView | undefined {
	switch (verdict.outcome) {
		case "typo":
		case "locked":
			return undefined;
		case "rejected":
		case "indeterminate": {
			const { code, class: reasonClass } = SPOKEN[verdict.reason];
			const kind = verdict.outcome === "rejected" ? "refused" : "unverifiable";
			return { kind, class: reasonClass, spoken: code, person: undefined, warnings: [] };
		}
		case "accepted": {
			const { pharmacy, ends, passId, statusUnknown } = verdict;
			const entry = { passId, outcome: "provisional", format: "code" } as const;
			return { kind: "compare", ...typed, pharmacy, ends, entry, statusUnknown };
		}
	}
}

/** Birth as on identity documents: unknown parts are left out rather than invented. */
export function formatBirth(birth: string, locale: string): string {
	const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(birth);
	if (match === null) return birth;
	const [, year, month, day] = match;
	if (locale.startsWith("fr")) return [day, month, year].filter((part) => part !== undefined).join("/");
	const name = month === undefined ? undefined : MONTHS[Number(month) - 1];
	return [day, name ?? month, year].filter((part) => part !== undefined).join(" ");
}

/** A numeric date reads differently in London and in Boston; a month's name does not. */
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
