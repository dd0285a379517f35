import { z } from "zod";
import type { NumericDate } from "@/lib/shared/numeric-date";

/** Whether the portal answers, as a device last experienced it. Times are the device's own. */
export const portalHealth = z.discriminatedUnion("state", [
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

/** What one call says about it. */
export type HealthState = Exclude<PortalHealth["state"], "unknown">;

export const UNKNOWN_HEALTH: PortalHealth = { state: "unknown" };

/** Seconds between two readings of an unchanged good state that are worth a write. */
const ANSWER_GRAIN = 60;

/** The health after an experience; the very same object where there is nothing new to remember. */
export function nextHealth(before: PortalHealth, experience: { state: HealthState; now: NumericDate }): PortalHealth {
	const { state, now } = experience;
	if (state !== "answers") return before.state === state ? before : { state, since: now };
	if (before.state !== "answers") return { state, since: now, lastAnswer: now };
	return now - before.lastAnswer < ANSWER_GRAIN ? before : { ...before, lastAnswer: now };
}
