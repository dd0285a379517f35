import "client-only";
import { ok, type Result } from "@/lib/shared/result";
import { CHECKIN_BATCH_LIMIT, checkinBatchAnswer } from "@/lib/sync/checkins";
import { DEVICE_PATHS } from "@/lib/sync/device-kit";
import type { Task } from "./background";
import { endOldEvents, markSent, nextUnsent } from "./checkin-store";
import { deviceNow } from "./clock";
import { database, type RelaisDatabase } from "./database";
import { callPortal, type PortalFailure } from "./portal-client";

/**
 * Sends passages to the portal, each stored there once: events carry their own id, the server answers with the ids
 * that it has, and only those are marked. Losing an answer, the page or the network at any point sends again what the
 * server already has, which changes nothing. One tab at a time sees to it (background.ts).
 */

type Post = (body: unknown) => Promise<Result<{ stored: string[] }, PortalFailure>>;

const post: Post = (body) => callPortal(DEVICE_PATHS.checkins, body, { answer: checkinBatchAnswer });

export type CheckinRound = { readonly asked: boolean; readonly left: boolean };

/** Sends batch after batch until nothing waits, a batch brings no progress, or the link fails. */
export async function sendCheckins(
	options: { readonly post?: Post; readonly db?: RelaisDatabase; readonly limit?: number } = {},
): Promise<Result<CheckinRound, PortalFailure>> {
	const { db = database(), limit = CHECKIN_BATCH_LIMIT } = options;
	let asked = false;
	for (;;) {
		const events = await nextUnsent(limit, db);
		if (events.length === 0) return ok({ asked, left: false });
		const answered = await (options.post ?? post)({ events });
		if (!answered.ok) return answered;
		asked = true;
		const mine = new Set(events.map((event) => event.id));
		const stored = answered.value.stored.filter((id) => mine.has(id));
		await markSent(stored, db);
		// The server kept something back: later, not in a loop.
		if (stored.length < events.length) return ok({ asked, left: true });
	}
}

/** Seconds until what the server kept back is offered again. */
const KEPT_BACK_WAIT = 60;

export const checkinTask: Task = async () => {
	const sent = await sendCheckins();
	await endOldEvents(deviceNow());
	if (!sent.ok) return { state: "failed", error: sent.error };
	if (sent.value.left) return { state: "idle", again: deviceNow() + KEPT_BACK_WAIT };
	return sent.value.asked ? { state: "done" } : { state: "idle" };
};
