/**
 * Who may pass a gate, enter again or leave (design rules 3 to 6). Two questions, because the device must know the pass
 * before it can look for its earlier passages: may this verdict pass at all, and what is to be done with the passage.
 * Sees verdicts and events; says nothing about whether a pass is good, and stores nothing.
 */
import { assertNever } from "@/lib/shared/assert-never";
import type { AssignmentKind } from "@/lib/shared/assignment-kind";
import type { Verdict } from "@/lib/verify/verdict";
import type { VerifiedPass } from "@/lib/verify/verified-pass";
import type { CodeVerdict } from "@/lib/verify/verify-code";
import type { Direction, Passage } from "./checkin-event";
import type { Reentry } from "./gate-rules";
import type { Seen } from "./persons";

/** What check-in takes from a verdict: enough to know the pass again at this assignment, nothing about the person. */
export type CheckedPass = {
	/** Leads to the pseudonym on the device; never stored, never sent. */
	readonly passId: string;
	/** Of a paper's QR: the pass id of its check code. As secret as `passId`. */
	readonly codePassId?: string | undefined;
	readonly outcome: Passage["outcome"];
	readonly format: Passage["format"];
};

export type PassDecision =
	| { readonly outcome: "passes"; readonly checked: CheckedPass; readonly pass: VerifiedPass }
	/** `why`: the verdict, which is all there is to say. */
	| { readonly outcome: "stays"; readonly why: Exclude<Verdict, { readonly outcome: "accepted" }> };

/** An accepted pass may pass. Leaving needs no valid pass, only a genuine one: a pass may end during the film. */
export function decideOnPass(verdict: Verdict, direction: Direction): PassDecision {
	switch (verdict.outcome) {
		case "accepted":
			return passes(verdict.pass);
		case "rejected":
			if (direction === "out" && verdict.pass !== undefined) return passes(verdict.pass);
			return { outcome: "stays", why: verdict };
		case "indeterminate":
			return { outcome: "stays", why: verdict };
		default:
			return assertNever(verdict);
	}
}

function passes(pass: VerifiedPass): PassDecision {
	const { id: passId, format, codePassId } = pass;
	const linked = codePassId === undefined ? {} : { codePassId };
	return { outcome: "passes", checked: { passId, ...linked, outcome: "accepted", format }, pass };
}

/** A typed code that was judged; a typo was not. */
export type JudgedCode = Exclude<CodeVerdict, { readonly outcome: "typo" }>;
export type AcceptedCode = Extract<CodeVerdict, { readonly outcome: "accepted" }>;

export type CodeDecision =
	/** Staff compare the person with the identity document; the passage is theirs to decide. */
	| { readonly outcome: "compare"; readonly checked: CheckedPass; readonly code: AcceptedCode }
	| { readonly outcome: "stays"; readonly why: Exclude<JudgedCode, AcceptedCode> };

/** A code alone lets nobody pass, in either direction: it is provisional (spec CC-5). */
export function decideOnCode(verdict: JudgedCode): CodeDecision {
	switch (verdict.outcome) {
		case "accepted":
			return {
				outcome: "compare",
				checked: { passId: verdict.passId, outcome: "provisional", format: "code" },
				code: verdict,
			};
		case "rejected":
		case "indeterminate":
			return { outcome: "stays", why: verdict };
		default:
			return assertNever(verdict);
	}
}

/** What to do with a pass that may pass. */
export type PassageDecision =
	/** Record it: an entry, an exit, or a control on board. `before`: the person's latest passage. */
	| { readonly outcome: "record"; readonly direction: Direction; readonly before: Passage | undefined }
	/** This person is inside already: ask before recording a second entry. */
	| { readonly outcome: "already_in"; readonly before: Passage }
	/** This person left, and who left does not come back here (again): a supervisor decides. */
	| { readonly outcome: "no_reentry"; readonly before: Passage }
	/** The event is full: a supervisor decides. */
	| { readonly outcome: "full" };

/** How often one person may come in. */
const ENTRIES: Readonly<Record<Reentry, number>> = { allowed: Number.POSITIVE_INFINITY, once: 2, never: 1 };

/**
 * Decides on a passage from what was seen of the person. A second entry is never refused by itself: the person may have
 * left by an uncounted door, so staff are told when the first entry was and choose. On board nobody is inside: a second
 * control is a control. An exit is always recorded, whatever is known of the entry.
 */
export function decidePassage(input: {
	readonly mode: AssignmentKind;
	readonly direction: Direction;
	readonly seen: Seen;
	readonly reentry: Reentry;
	/** Nobody more comes in. */
	readonly full: boolean;
	/** Staff were told that the pass is inside or that it left, and decided. */
	readonly again: boolean;
}): PassageDecision {
	const { mode, direction, seen, reentry, full, again } = input;
	const { latest, inside, entries } = seen;
	switch (mode) {
		case "train":
			return { outcome: "record", direction: "in", before: latest };
		case "event": {
			const asks = direction === "in" && !again;
			if (asks && inside !== undefined) return { outcome: "already_in", before: inside };
			if (asks && latest !== undefined && entries >= ENTRIES[reentry]) return { outcome: "no_reentry", before: latest };
			// Who is inside already takes nobody's place.
			if (direction === "in" && full && inside === undefined) return { outcome: "full" };
			return { outcome: "record", direction, before: latest };
		}
		default:
			return assertNever(mode);
	}
}

/** The event that takes `passage` back: same pass, opposite direction. */
export function undoOf(passage: Passage, by: { id: string; at: number }): Passage {
	const { again: _, ...same } = passage;
	return {
		...same,
		id: by.id,
		at: Math.max(by.at, passage.at),
		direction: passage.direction === "in" ? "out" : "in",
		undoes: passage.id,
	};
}
