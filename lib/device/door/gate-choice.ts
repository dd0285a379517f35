import "client-only";
import { z } from "zod";
import { DIRECTIONS, type Direction } from "@/lib/checkin/checkin-event";
import type { Occasion } from "@/lib/policy/occasion";
import { identifier, LABEL_LIMIT } from "@/lib/protocol/fields";
import { ASSIGNMENT_KINDS } from "@/lib/shared/assignment-kind";
import { parseCivilDay } from "@/lib/shared/civil-day";
import { COUNTRY_CODE } from "@/lib/shared/country-code";
import { DAY, type NumericDate } from "@/lib/shared/numeric-date";
import { database, type RelaisDatabase } from "../store/database";
import { readFact, writeFact } from "../store/facts";
import type { Gate } from "./checkin-store";
import { SALT_GRACE } from "./event-salt";

/** The post that staff chose on this device: kept, so that a restart in the rush asks nothing. */
export type GateChoice = Gate & {
	readonly name: string;
	/** What a scan here counts. */
	readonly direction: Direction;
	/** Null where nobody counts. */
	readonly capacity: number | null;
	/** On board: judged by the rules of this destination instead of the train's own. */
	readonly journey?: Journey | undefined;
	/** On board: the train's run; its number is `name`, the coach or section is `gate`. */
	readonly run?: TrainRun | undefined;
};

/** Where a train goes, and on which day it left: for the header and the report. Both places as staff write them. */
export type TrainRun = {
	/** Empty where nobody wrote it. */
	readonly from: string;
	readonly to: string;
	/** `YYYY-MM-DD` */
	readonly date: string;
};

export type Journey = {
	/** ISO 3166-1, two capitals. */
	readonly destination: string;
	/** `YYYY-MM-DD`; absent: today. */
	readonly arrival?: string | undefined;
};

/** What passes are shown for at this post. A day of arrival that has begun is now. */
export function occasionOf({ mode, journey }: Pick<GateChoice, "mode" | "journey">, now: NumericDate): Occasion {
	if (mode !== "train") return { activity: "venue" };
	if (journey === undefined) return { activity: "train" };
	const { destination } = journey;
	const day = parseCivilDay(journey.arrival ?? "");
	const arrival = day !== undefined && day * DAY > now ? { day } : undefined;
	return { activity: "journey", destination, arrival };
}

const GATE_FACT = "gate";
const gateChoice = z.object({
	assignment: identifier,
	name: z.string().min(1),
	gate: z.string().max(LABEL_LIMIT),
	mode: z.enum(ASSIGNMENT_KINDS),
	direction: z.enum(DIRECTIONS).default("in"),
	capacity: z.int().positive().nullable(),
	ends: z.number(),
	journey: z.object({ destination: z.string().regex(COUNTRY_CODE), arrival: z.iso.date().optional() }).optional(),
	run: z.object({ from: z.string().max(LABEL_LIMIT), to: z.string().max(LABEL_LIMIT), date: z.iso.date() }).optional(),
});

export type GateState =
	| { readonly state: "none" }
	/** The event is over: staff choose again, and its salt goes. */
	| { readonly state: "over" }
	| { readonly state: "chosen"; readonly gate: GateChoice };

export async function readGate(now: NumericDate, db: RelaisDatabase = database()): Promise<GateState> {
	const gate = await readFact(GATE_FACT, (value) => gateChoice.safeParse(value).data, db);
	if (gate === undefined) return { state: "none" };
	return now > gate.ends + SALT_GRACE ? { state: "over" } : { state: "chosen", gate };
}

export async function chooseGate(gate: GateChoice, db: RelaisDatabase = database()): Promise<void> {
	await writeFact(GATE_FACT, gateChoice.parse(gate), db);
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

export async function leaveGate(db: RelaisDatabase = database()): Promise<void> {
	await db.facts.delete(GATE_FACT);
}
