import "client-only";
import { z } from "zod";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { database, type RelaisDatabase } from "../store/database";
import { readFact, writeFact } from "../store/facts";
import { deviceNow } from "../trust/clock";

/**
 * Whether the portal answers, as this device last experienced it: every call notes its outcome here.
 * `navigator.onLine` is never asked: a cable in the wall says nothing about a portal.
 */
export const HEALTH_FACT = "portal-health";

const portalHealth = z.discriminatedUnion("state", [
	z.object({ state: z.literal("unknown") }),
	z.object({ state: z.literal("answers"), since: z.number(), lastAnswer: z.number() }),
	/** Nothing comes back, or nothing that is the portal's. */
	z.object({ state: z.literal("away"), since: z.number() }),
	/** It answers, and asks everybody to come later (429, 503). */
	z.object({ state: z.literal("busy"), since: z.number() }),
	/** It answers everybody but this device: unknown, denied or revoked there. */
	z.object({ state: z.literal("refuses"), since: z.number() }),
]);
export type PortalHealth = z.infer<typeof portalHealth>;

export type HealthState = Exclude<PortalHealth["state"], "unknown">;

const UNKNOWN: PortalHealth = { state: "unknown" };
const parseHealth = (value: unknown): PortalHealth | undefined => portalHealth.safeParse(value).data;

export async function readPortalHealth(db: RelaisDatabase = database()): Promise<PortalHealth> {
	return (await readFact(HEALTH_FACT, parseHealth, db)) ?? UNKNOWN;
}

/** The health after an experience; `since` survives while the state stays the same. */
export function nextHealth(before: PortalHealth, experience: { state: HealthState; now: NumericDate }): PortalHealth {
	const { state, now } = experience;
	const since = before.state === state ? before.since : now;
	return state === "answers" ? { state, since, lastAnswer: now } : { state, since };
}

/** Seconds between two writes of an unchanged good state. */
const ANSWER_GRAIN = 60;

export async function notePortal(state: HealthState, db: RelaisDatabase = database()): Promise<void> {
	const now = deviceNow();
	await db.transaction("rw", db.facts, async () => {
		const before = await readPortalHealth(db);
		if (before.state === state && (state !== "answers" || now - lastAnswer(before) < ANSWER_GRAIN)) return;
		await writeFact(HEALTH_FACT, nextHealth(before, { state, now }), db);
	});
}

function lastAnswer(health: PortalHealth): NumericDate {
	return health.state === "answers" ? health.lastAnswer : 0;
}
