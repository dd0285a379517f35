import type { Direction, Passage } from "@/lib/checkin/checkin-event";
import type { CheckedPass, CodeDecision, PassDecision } from "@/lib/checkin/decide-passage";
import type { NotRecorded, Recorded } from "@/lib/checkin/record-passage";
import type { StorageFailure } from "@/lib/device/store/storage-failure";
import { assertNever } from "@/lib/shared/assert-never";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { Result } from "@/lib/shared/result";
import type { TimeWitness } from "@/lib/trust/trust-age";
import type { VerdictWarning } from "@/lib/verify/verdict";
import type { VerifiedPass } from "@/lib/verify/verified-pass";
import { type ReasonClass, SPOKEN } from "./spoken-codes";

/** The words and colours of what was decided elsewhere: lib/verify makes verdicts, lib/checkin says who may pass. */

/** All of a person that a door shows, for as long as the verdict stands (design rules 5 and 6). */
export type Person = {
	readonly family: string;
	readonly given: string;
	/** The name in the letters of identity documents, where it is written in others; undefined otherwise. */
	readonly latin: string | undefined;
	readonly birth: string;
	/** The issuing pharmacy, paper only. */
	readonly pharmacy: string | undefined;
};

/** What a verdict screen shows. Nothing in it says what was tested or injected, or with what result. */
export type VerdictView =
	| {
			readonly outcome: "admitted" | "out";
			readonly person: Person;
			/** What "undo" takes back; undefined when it could not be stored. */
			readonly event: Passage | "uncounted" | undefined;
			/** On board: the control before this one. */
			readonly before: NumericDate | undefined;
			readonly warnings: readonly VerdictWarning[];
	  }
	| {
			readonly outcome: "alreadyIn";
			/** `left`: went out, and this event takes nobody back (again). */
			readonly state: "inside" | "left";
			readonly person: Person;
			readonly before: Passage;
			readonly checked: CheckedPass;
	  }
	| {
			readonly outcome: "refused" | "unverifiable";
			readonly class: ReasonClass;
			readonly spoken: string;
			readonly person: Person | undefined;
			/** The signed document that the device's clock lies behind. */
			readonly witness?: TimeWitness | undefined;
			readonly warnings: readonly VerdictWarning[];
	  }
	| {
			readonly outcome: "compare";
			/** As typed from the identity document. */
			readonly initials: string;
			readonly birth: string;
			/** Five digits. */
			readonly pharmacy: string;
			readonly ends: NumericDate;
			/** What staff decide about. */
			readonly checked: CheckedPass;
			readonly warnings: readonly VerdictWarning[];
	  }
	/** The pass is good, and the event is full. */
	| {
			readonly outcome: "full";
			readonly person: Person;
			readonly checked: CheckedPass;
			/** Staff had decided on what else stood against it. */
			readonly again: boolean;
	  }
	/** Nobody showed a pass: no verdict, and no refusal. */
	| { readonly outcome: "notAPass"; readonly what: "holderLink" | "gateCode" | "other" }
	/** One of the codes of a card in several. `mixed`: the ones before it are of another card. */
	| { readonly outcome: "part"; readonly have: number; readonly of: number; readonly mixed: boolean };

type Stays<Decision> = Extract<Decision, { readonly outcome: "stays" }>;
type Refusal =
	| Stays<PassDecision>["why"]
	| (Stays<CodeDecision>["why"] & { readonly warnings: readonly VerdictWarning[] })
	/** What a hand scanner typed cannot be read (lib/checkin/lost-characters.ts). */
	| {
			readonly outcome: "indeterminate";
			readonly reason: "characters_lost";
			readonly warnings: readonly VerdictWarning[];
	  };

/** The screen for a pass or code with which nobody may pass. */
export function viewOfRefusal({ outcome, reason, warnings, ...rest }: Refusal): VerdictView {
	const person = "pass" in rest && rest.pass !== undefined ? personOf(rest.pass) : undefined;
	const { code, class: reasonClass } = SPOKEN[reason];
	const witness = "witness" in rest ? rest.witness : undefined;
	return {
		outcome: outcome === "rejected" ? "refused" : "unverifiable",
		class: reasonClass,
		spoken: code,
		person,
		witness,
		warnings,
	};
}

/** All of a verified pass that a door shows. */
export function personOf({ person, format, issuer, dcc }: VerifiedPass): Person {
	const { family, given, birth } = person;
	return {
		family: withoutFillers(family),
		given: withoutFillers(given),
		latin: latinName(person, dcc.nam),
		birth,
		pharmacy: format === "relais" ? issuer : undefined,
	};
}

/**
 * A name in another script once more in Latin letters, as the machine-readable zone of its holder's document has it
 * (ICAO 9303-3): staff compare letters that they can read.
 */
function latinName(person: VerifiedPass["person"], { fnt, gnt }: VerifiedPass["dcc"]["nam"]): string | undefined {
	if (!OTHER_SCRIPT.test(`${person.family}${person.given}`)) return undefined;
	const latin = [fnt, gnt].map((name = "") => withoutFillers(name)).filter((name) => name !== "");
	return latin.length === 0 ? undefined : latin.join(", ");
}

/** In the machine-readable form of a name `<` stands for a space; some passes have no other form. */
const withoutFillers = (name: string) => name.replaceAll(/<+/g, " ").trim();

/** A letter that is not Latin. */
const OTHER_SCRIPT = /[^\P{L}\p{Script=Latin}]/u;

/** The screen for a passage that was decided on, recorded or not. */
export function viewOfPassage(
	recorded: Result<Recorded, StorageFailure>,
	shown: { readonly person: Person; readonly checked: CheckedPass; readonly direction: Direction } & {
		readonly warnings: readonly VerdictWarning[];
		readonly train: boolean;
		readonly again: boolean;
	},
): VerdictView {
	const { person, checked, direction, warnings, train, again } = shown;
	const value = recorded.ok ? recorded.value : undefined;
	if (value !== undefined && value.outcome !== "recorded") return waitingView(value, { person, checked, again });
	const before = train ? value?.before?.at : undefined;
	return { outcome: direction === "out" ? "out" : "admitted", person, event: value?.event, before, warnings };
}

/** The screen for a good pass where nothing is counted: there is nothing to take back. */
export function uncountedView(person: Person, warnings: readonly VerdictWarning[]): VerdictView {
	return { outcome: "admitted", person, event: "uncounted", before: undefined, warnings };
}

/** The screen for a passage that waits for staff or a supervisor to decide. */
export function waitingView(
	waits: NotRecorded,
	{ person, checked, again }: { readonly person: Person; readonly checked: CheckedPass; readonly again: boolean },
): VerdictView {
	switch (waits.outcome) {
		case "full":
			return { outcome: "full", person, checked, again };
		case "already_in":
			return { outcome: "alreadyIn", state: "inside", before: waits.before, person, checked };
		case "no_reentry":
			return { outcome: "alreadyIn", state: "left", before: waits.before, person, checked };
		default:
			return assertNever(waits);
	}
}

/** The screen for a judged code. `typed`: as typed from the identity document. */
export function viewOfCode(
	decision: CodeDecision,
	typed: { readonly initials: string; readonly birth: string },
): VerdictView {
	switch (decision.outcome) {
		case "stays":
			return viewOfRefusal({ ...decision.why, warnings: [] });
		case "compare": {
			const { pharmacy, ends, warnings } = decision.code;
			const { initials, birth } = typed;
			return { outcome: "compare", initials, birth, pharmacy, ends, warnings, checked: decision.checked };
		}
		default:
			return assertNever(decision);
	}
}

/** Birth as on identity documents: unknown parts are left out rather than invented, and a time that an issuer added. */
export function formatBirth(birth: string, locale: string): string {
	const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ][\d:.+Z-]*)?)?)?$/i.exec(birth);
	if (match === null) return birth;
	const [, year, month, day] = match;
	if (locale.startsWith("fr")) return [day, month, year].filter((part) => part !== undefined).join("/");
	const name = month === undefined ? undefined : MONTHS[Number(month) - 1];
	return [day, name ?? month, year].filter((part) => part !== undefined).join(" ");
}

/** A numeric date reads differently in London and in Boston; a month's name does not. */
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
