/**
 * Who owns the scanner (design rule 15, spec SC-5 to SC-9): for each text that camera, hand scanner or picture present
 * it says whether it is judged now, waits as "one more", or is left alone; and when the one that waits has its turn.
 *
 * A state machine over what the screen shows. It knows no verdict and no clock: times are milliseconds of one clock that
 * never goes back, and come in with the events. Of people it holds at most two texts: the one on the screen, and one
 * that waits.
 */
import { assertNever } from "@/lib/shared/assert-never";

export type Presentation = {
	readonly text: string;
	readonly from: "camera" | "wedge" | "image";
	/** Begins like a pass; whether it is one is for lib/verify to say. */
	readonly pass: boolean;
};

/**
 * How a verdict leaves the screen. `passing`: an admission or an exit, it gives way to the next pass once it was seen.
 * `neutral`: about no person, gives way to anything once it was seen. `asking`: staff decide. `explaining`: staff read
 * it and say "next"; the same code again is judged again (after an update of the keys, with better light).
 */
export type Manner = "passing" | "neutral" | "asking" | "explaining";

type Screen =
	| { readonly state: "free" }
	/** `over`: the verdict that is on the screen meanwhile. */
	| (Judged & { readonly state: "judging"; readonly over: Shown | undefined })
	| Shown;

type Judged = {
	readonly id: number;
	/** Undefined for what staff typed or decided themselves. */
	readonly text: string | undefined;
	/** When its text was taken. */
	readonly since: number;
	/** It was presented while another verdict stood, so the screen says "next person". */
	readonly waited: boolean;
};

type Shown = Judged & {
	readonly state: "shown";
	readonly manner: Manner;
	/** Since when staff see it; undefined before it is painted and while something covers it. */
	readonly visible: number | undefined;
};

export type ScannerOwner = {
	readonly screen: Screen;
	/** Who pauses the scanner now: dialogs, the code form, a hidden page. One name may pause more than once. */
	readonly pauses: readonly string[];
	readonly waiting: (Presentation & { readonly at: number }) | undefined;
	/** A code came that was not read, since the pause began or while somebody waited already. */
	readonly missed: boolean;
	/** Number of the newest thing that was judged. */
	readonly newest: number;
};

export type OwnerEvent =
	| { readonly type: "presented"; readonly presentation: Presentation }
	/** Staff began something themselves: a typed code, a decision on the verdict that is shown. */
	| { readonly type: "began" }
	| { readonly type: "judged"; readonly id: number; readonly manner: Manner }
	/** Nothing came of it that the screen shows. */
	| { readonly type: "abandoned"; readonly id: number }
	| { readonly type: "painted"; readonly id: number }
	/** Staff keep an admission on the screen. */
	| { readonly type: "held" }
	/** Back to the camera; `id`: what was being judged leads there. Anything else that is being judged goes on. */
	| { readonly type: "left"; readonly id?: number }
	/** The page was put away: nothing of anybody is kept. */
	| { readonly type: "dropped" }
	| { readonly type: "paused" | "resumed"; readonly by: string }
	/** The rules or keys changed: what is shown may be judged anew. */
	| { readonly type: "forget" }
	| { readonly type: "tick" };

/** To be judged now. `again`: the same text as that of the verdict on the screen. */
export type Turn = { readonly id: number; readonly again: boolean } & Pick<Presentation, "text" | "from">;

/** `later`: not taken; a camera offers it again while it is in view. */
export type Answer = "taken" | "later";

export type OwnerStep = { readonly owner: ScannerOwner; readonly turn?: Turn; readonly answer: Answer };

/** An admission that was visible for so long was seen. */
export const SEEN_MS = 700;
/** How long a presentation may wait: afterwards somebody else may stand there. A code that stays in view stays fresh. */
export const WAIT_MS = 20_000;
/** Within this time the same text is the same presentation (SC-1). */
export const SAME_MS = 2000;

export const FREE_OWNER: ScannerOwner = {
	screen: { state: "free" },
	pauses: [],
	waiting: undefined,
	missed: false,
	newest: 0,
};

/** `now`: milliseconds, never decreasing. */
export function ownerAfter(owner: ScannerOwner, event: OwnerEvent, now: number): OwnerStep {
	if (event.type === "presented") return afterPresented(owner, event.presentation, now);
	return nextTurn(changed(owner, event, now), now);
}

/** The next time at which something happens by itself: a `tick` is due then. */
export function ownerDue({ screen, waiting, pauses }: ScannerOwner): number | undefined {
	if (waiting === undefined) return undefined;
	const expiry = waiting.at + WAIT_MS;
	if (pauses.length > 0 || screen.state !== "shown" || screen.visible === undefined) return expiry;
	return givesWay(screen.manner) ? Math.min(expiry, screen.visible + SEEN_MS) : expiry;
}

function changed(owner: ScannerOwner, event: Exclude<OwnerEvent, { type: "presented" }>, now: number): ScannerOwner {
	const { screen } = owner;
	switch (event.type) {
		case "began":
			return judging(owner, { text: undefined, waited: false }, now);
		case "judged": {
			if (screen.state !== "judging" || screen.id !== event.id) return owner;
			const { id, text, since, waited } = screen;
			const { manner } = event;
			return { ...owner, screen: { state: "shown", id, text, since, waited, manner, visible: undefined } };
		}
		case "abandoned":
			if (screen.state !== "judging" || screen.id !== event.id) return owner;
			return { ...owner, screen: screen.over ?? { state: "free" } };
		case "painted": {
			const unseen = screen.state === "shown" && screen.id === event.id && screen.visible === undefined;
			return unseen && owner.pauses.length === 0 ? { ...owner, screen: { ...screen, visible: now } } : owner;
		}
		case "held":
			return screen.state === "shown" ? { ...owner, screen: { ...screen, manner: "asking" } } : owner;
		case "left":
			if (screen.state === "judging" && screen.id !== event.id)
				return { ...owner, screen: { ...screen, over: undefined } };
			return { ...owner, screen: { state: "free" }, missed: false };
		case "dropped":
			return { ...owner, screen: { state: "free" }, waiting: undefined, missed: false };
		case "paused":
			return {
				...owner,
				pauses: [...owner.pauses, event.by],
				screen: screen.state === "shown" ? { ...screen, visible: undefined } : screen,
				waiting: undefined,
			};
		case "resumed":
			return resumed(owner, event.by, now);
		case "forget":
			return screen.state === "shown" ? { ...owner, screen: { ...screen, since: Number.NEGATIVE_INFINITY } } : owner;
		case "tick":
			return owner;
		default:
			return assertNever(event);
	}
}

function resumed(owner: ScannerOwner, by: string, now: number): ScannerOwner {
	const at = owner.pauses.indexOf(by);
	if (at < 0) return owner;
	const pauses = owner.pauses.toSpliced(at, 1);
	if (pauses.length > 0) return { ...owner, pauses };
	const { screen } = owner;
	return { ...owner, pauses, missed: false, screen: screen.state === "shown" ? { ...screen, visible: now } : screen };
}

type Taken = Pick<Judged, "text" | "waited">;

function judging(owner: ScannerOwner, taken: Taken, now: number): ScannerOwner {
	const { screen, newest } = owner;
	const over = screen.state === "shown" ? screen : undefined;
	return {
		...owner,
		newest: newest + 1,
		missed: false,
		screen: { state: "judging", id: newest + 1, ...taken, since: now, over },
	};
}

function takes(owner: ScannerOwner, presentation: Presentation & { readonly waited: boolean }, now: number): OwnerStep {
	const { text, from, waited } = presentation;
	const again = owner.screen.state === "shown" && owner.screen.text === text;
	const next = judging(owner, { text, waited }, now);
	return { owner: next, turn: { id: next.newest, text, from, again }, answer: "taken" };
}

/** The one that waits, if it is still fresh and it is its turn. */
function nextTurn(owner: ScannerOwner, now: number): OwnerStep {
	const { waiting, screen, pauses } = owner;
	if (waiting === undefined) return { owner, answer: "taken" };
	if (now - waiting.at >= WAIT_MS) return { owner: { ...owner, waiting: undefined, missed: false }, answer: "taken" };
	const free = screen.state === "free" || (screen.state === "shown" && givesWay(screen.manner) && seen(screen, now));
	if (!free || pauses.length > 0) return { owner, answer: "taken" };
	return takes({ ...owner, waiting: undefined }, { ...waiting, waited: true }, now);
}

/** Whoever waits goes first. */
function afterPresented(before: ScannerOwner, presentation: Presentation, now: number): OwnerStep {
	const { owner, turn } = nextTurn(before, now);
	const after = considered(owner, presentation, now);
	return turn === undefined ? after : { ...after, turn };
}

function considered(owner: ScannerOwner, presentation: Presentation, now: number): OwnerStep {
	const { screen } = owner;
	if (owner.pauses.length > 0) return passedOver(owner, presentation);
	switch (screen.state) {
		case "free":
			return takes(owner, { ...presentation, waited: false }, now);
		case "judging":
			if (presentation.text === screen.text) return { owner, answer: "taken" };
			return waits(owner, presentation, now);
		case "shown":
			if (presentation.text === screen.text) return again(owner, { shown: screen, presentation }, now);
			if (!presentation.pass && screen.manner !== "neutral") return { owner, answer: "later" };
			if (givesWay(screen.manner) && seen(screen, now)) return takes(owner, { ...presentation, waited: false }, now);
			return waits(owner, presentation, now);
		default:
			return assertNever(screen);
	}
}

/** The text whose verdict is on the screen was presented once more. */
function again(
	owner: ScannerOwner,
	{ shown, presentation }: { readonly shown: Shown; readonly presentation: Presentation },
	now: number,
): OwnerStep {
	if (shown.manner === "asking" || now - shown.since < SAME_MS) return { owner, answer: "taken" };
	if (shown.manner !== "explaining" && !seen(shown, now)) return { owner, answer: "later" };
	return takes(owner, { ...presentation, waited: false }, now);
}

/**
 * The first that waits keeps its place (docs/decisions/034): a second would put it out of the queue unseen, and still has
 * its code in hand when its turn comes. A code that is no pass has no person to wait for.
 */
function waits(owner: ScannerOwner, presentation: Presentation, now: number): OwnerStep {
	const { waiting } = owner;
	if (!presentation.pass) return { owner, answer: "later" };
	if (waiting !== undefined && waiting.text !== presentation.text) return passedOver(owner, presentation);
	return { owner: { ...owner, waiting: { ...presentation, at: now } }, answer: "later" };
}

/** Not read, and the screen says so: but a camera only looks, and goes on looking. */
function passedOver(owner: ScannerOwner, { from, pass }: Presentation): OwnerStep {
	const missed = owner.missed || from !== "camera" || (pass && owner.pauses.length > 0);
	return { owner: missed === owner.missed ? owner : { ...owner, missed }, answer: "later" };
}

function givesWay(manner: Manner): boolean {
	return manner === "passing" || manner === "neutral";
}

function seen({ visible }: Shown, now: number): boolean {
	return visible !== undefined && now - visible >= SEEN_MS;
}
