/**
 * What a counter has left to issue with while nobody renews its kit, and how near the end each part is (spec SH-12): index
 * numbers, the days of its delegations, the days whose check codes it can make. Said early: whoever waits for the last day
 * finds the portal away.
 */
import { parseCivilDay } from "@/lib/shared/civil-day";
import { DAY, type NumericDate } from "@/lib/shared/numeric-date";

const ALLOWANCES = ["numbers", "delegation", "codes"] as const;
export type Allowance = (typeof ALLOWANCES)[number];

/** `soon`: it should have been renewed by now. `urgent`: it may be over before the portal is back. `last`: for hours. */
type Urgency = "soon" | "urgent" | "last" | "over";

/** Numbers left below which each begins: some days, one day and an hour of a busy pharmacy. */
const NUMBERS: readonly (readonly [Exclude<Urgency, "over">, number])[] = [
	["last", 20],
	["urgent", 100],
	["soon", 250],
];
/** Seconds left below which each begins. A kit is wanted ten days before its delegation ends (own-kit.ts). */
const TIME: readonly (readonly [Exclude<Urgency, "over">, number])[] = [
	["last", DAY],
	["urgent", 3 * DAY],
	["soon", 7 * DAY],
];

export type Left = {
	/** Index numbers. */
	readonly numbers: number;
	/** End of the last delegation; undefined where there is none. */
	readonly delegation: NumericDate | undefined;
	/** Until when an attestation of the usual length gets a check code; undefined where there are no keys. */
	readonly codes: NumericDate | undefined;
};

/** Nearest end first; nothing of what lasts. */
export function runningOut(
	left: Left,
	now: NumericDate,
): readonly { readonly what: Allowance; readonly urgency: Urgency }[] {
	const found = [
		{ what: "numbers" as const, urgency: urgencyOf(left.numbers, NUMBERS) },
		{ what: "delegation" as const, urgency: urgencyOf((left.delegation ?? now) - now, TIME) },
		{ what: "codes" as const, urgency: urgencyOf((left.codes ?? now) - now, TIME) },
	];
	return found
		.flatMap(({ what, urgency }) => (urgency === undefined ? [] : [{ what, urgency }]))
		.sort((a, b) => ORDER.indexOf(a.urgency) - ORDER.indexOf(b.urgency));
}

const ORDER: readonly Urgency[] = ["over", "last", "urgent", "soon"];

function urgencyOf(left: number, limits: typeof NUMBERS): Urgency | undefined {
	if (left <= 0) return "over";
	return limits.find(([, limit]) => left < limit)?.[0];
}

/**
 * Until when attestations that last `longest` seconds get a check code. A code needs the keys of the day on which it ends
 * (CC-1); `days`: those that are held, `YYYY-MM-DD`.
 */
export function codesUntil(days: readonly string[], longest: number): NumericDate | undefined {
	const last = days.toSorted().at(-1);
	const day = last === undefined ? undefined : parseCivilDay(last);
	return day === undefined ? undefined : (day + 1) * DAY - longest;
}
