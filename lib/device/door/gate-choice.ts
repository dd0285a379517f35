import "client-only";
import { z } from "zod";
import { DIRECTIONS } from "@/lib/checkin/checkin-event";
import { GATE_ROLES, REENTRIES } from "@/lib/checkin/gate-rules";
import { SALT_GRACE } from "@/lib/checkin/salt-grace";
import type { Occasion } from "@/lib/policy/occasion";
import { identifier, LABEL_LIMIT } from "@/lib/protocol/fields";
import { ASSIGNMENT_KINDS } from "@/lib/shared/assignment-kind";
import { parseCivilDay } from "@/lib/shared/civil-day";
import { COUNTRY_CODE } from "@/lib/shared/country-code";
import { DAY, type NumericDate } from "@/lib/shared/numeric-date";
import { database, type RelaisDatabase } from "../store/database";
import { readFact, writeFact } from "../store/facts";

/** Where a train goes, and on which day it left: for the header and the report. Both places as staff write them. */
const trainRun = z.object({
	/** Empty where nobody wrote it. */
	from: z.string().max(LABEL_LIMIT),
	to: z.string().max(LABEL_LIMIT),
	date: z.iso.date(),
});
export type TrainRun = Readonly<z.infer<typeof trainRun>>;

const journey = z.object({
	/** ISO 3166-1, two capitals. */
	destination: z.string().regex(COUNTRY_CODE),
	/** `YYYY-MM-DD`; absent: today. */
	arrival: z.iso.date().optional(),
});
export type Journey = Readonly<z.infer<typeof journey>>;

/** Members with a default are absent from what an earlier version stored. */
const gateChoice = z.object({
	/** Assignment id. */
	assignment: identifier,
	name: z.string().min(1),
	gate: z.string().max(LABEL_LIMIT),
	mode: z.enum(ASSIGNMENT_KINDS),
	/** Persons; null where nobody counts. */
	capacity: z.int().positive().nullable(),
	ends: z.number(),
	/** On board: judged by the rules of this destination instead of the train's own. */
	journey: journey.optional(),
	/** On board: the train's run; its number is `name`, the coach or section is `gate`. */
	run: trainRun.optional(),
	/** What the gate is for. One for both ways has its direction turned by staff. */
	role: z.enum(GATE_ROLES).default("both"),
	direction: z.enum(DIRECTIONS).default("in"),
	reentry: z.enum(REENTRIES).default("allowed"),
	/** All gates of the event: those that were never heard of are named beside the count. */
	gates: z.array(z.string()).default([]),
	/** Gates that are closed tonight: nothing has to be heard of them. */
	closed: z.array(z.string()).default([]),
	/** A showing: the post closes by itself at `ends`. */
	autoClose: z.boolean().default(false),
	/** Percent of the capacity from which staff are warned. */
	warnAt: z.number().min(1).max(100).default(90),
	/** When this shift took the post. */
	since: z.number().default(0),
	/** After the rules were changed nothing is judged until then; 0: they were not. */
	lockedUntil: z.number().default(0),
});

/** The post that staff chose on this device: kept, so that a restart in the rush asks nothing. */
export type GateChoice = Readonly<z.infer<typeof gateChoice>>;

/** A post with the usual settings where `given` names no others. */
export function newGate(given: z.input<typeof gateChoice>): GateChoice {
	return gateChoice.parse(given);
}

/** A post as another gate handed it on; undefined for what is none. */
export function handedGate(given: unknown): GateChoice | undefined {
	return gateChoice.safeParse(given).data;
}

const GATE_FACT = "gate";

/** What passes are shown for at this post. A day of arrival that has begun is now. */
export function occasionOf({ mode, journey }: Pick<GateChoice, "mode" | "journey">, now: NumericDate): Occasion {
	if (mode !== "train") return { activity: "venue" };
	if (journey === undefined) return { activity: "train" };
	const { destination } = journey;
	const day = parseCivilDay(journey.arrival ?? "");
	const arrival = day !== undefined && day * DAY > now ? { day } : undefined;
	return { activity: "journey", destination, arrival };
}

export type GateState =
	| { readonly state: "none" }
	/** The event is over: staff choose again, and its salt goes. */
	| { readonly state: "over" }
	| { readonly state: "chosen"; readonly gate: GateChoice };

export async function readGate(now: NumericDate, db: RelaisDatabase = database()): Promise<GateState> {
	const gate = await readFact(GATE_FACT, (value) => gateChoice.safeParse(value).data, db);
	if (gate === undefined) return { state: "none" };
	return isOver(gate, now) ? { state: "over" } : { state: "chosen", gate };
}

export async function chooseGate(gate: GateChoice, db: RelaisDatabase = database()): Promise<void> {
	await writeFact(GATE_FACT, gateChoice.parse(gate), db);
}

/** Seconds for which nothing is judged once rules were changed: whoever stands there was judged by the ones before. */
export const RULES_LOCK = 60;

/** Seconds that are left of it. A clock that was set back meanwhile locks nobody out for longer. */
export function lockLeft({ lockedUntil }: Pick<GateChoice, "lockedUntil">, now: NumericDate): number {
	const left = lockedUntil - now;
	return left > 0 && left <= RULES_LOCK ? left : 0;
}

/** Changes the rules of the post that is taken up, and locks it for a minute (CI-16). */
export async function changeRules(
	rules: Pick<GateChoice, "role" | "reentry" | "capacity" | "closed">,
	{ now, db }: { readonly now: NumericDate; readonly db?: RelaisDatabase },
): Promise<void> {
	await changeGate({ ...rules, lockedUntil: now + RULES_LOCK }, db);
}

/** Changes some of the choices of the post that is taken up; without one nothing. */
export async function changeGate(
	part: Partial<Omit<GateChoice, "assignment">>,
	db: RelaisDatabase = database(),
): Promise<void> {
	await db.transaction("rw", db.facts, async () => {
		const gate = await readFact(GATE_FACT, (value) => gateChoice.safeParse(value).data, db);
		if (gate !== undefined) await writeFact(GATE_FACT, gateChoice.parse({ ...gate, ...part }), db);
	});
}

/** Leaves the post. Its event goes on: it can be taken again as it was (CI-12). */
export async function leaveGate(db: RelaisDatabase = database()): Promise<void> {
	await db.transaction("rw", db.facts, async () => {
		const gate = await readFact(GATE_FACT, (value) => gateChoice.safeParse(value).data, db);
		const others = (await storedLeft(db)).filter(({ assignment }) => assignment !== gate?.assignment);
		await writeFact(LEFT_FACT, [...(gate === undefined ? [] : [gate]), ...others].slice(0, LEFT_KEPT), db);
		await db.facts.delete(GATE_FACT);
	});
}

const LEFT_FACT = "gates left";
const LEFT_KEPT = 5;

async function storedLeft(db: RelaisDatabase): Promise<readonly GateChoice[]> {
	return (await readFact(LEFT_FACT, (value) => z.array(gateChoice).safeParse(value).data, db)) ?? [];
}

/** Posts that were left and whose event is not over, the last one first. */
export async function leftGates(now: NumericDate, db: RelaisDatabase = database()): Promise<readonly GateChoice[]> {
	return (await storedLeft(db)).filter((gate) => !isOver(gate, now));
}

function isOver({ autoClose, ends }: GateChoice, now: NumericDate): boolean {
	return now > (autoClose ? ends : ends + SALT_GRACE);
}
