import "client-only";
import type { Task } from "@/lib/outbox/run-tasks";
import type { PortalFailure } from "@/lib/portal/portal-client";
import { CHECKIN_BATCH_LIMIT, checkinBatchAnswer } from "@/lib/protocol/checkins";
import { PATHS } from "@/lib/protocol/paths";
import { ok, type Result } from "@/lib/shared/result";
import { callFromDevice } from "../portal/call-from-device";
import { database, type RelaisDatabase } from "../store/database";
import { deviceNow } from "../trust/clock";
import { endOldEvents, markSent, nextUnsent } from "./checkin-store";

/**
 * Sends passages to the portal, each stored there once: events carry their own id, the server answers with the ids
 * that it has, and only those are marked. Losing an answer, the page or the network at any point sends again what the
 * server already has, which changes nothing. One tab at a time sees to it (background.ts).
 */

type Post = (body: unknown) => Promise<Result<{ stored: string[] }, PortalFailure>>;

const post: Post = (body) => callFromDevice(PATHS.checkins, body, { answer: checkinBatchAnswer });

/** `left`: the portal did not take all (an event that it does not know any more); offered again later. */
export type CheckinRound = { readonly asked: boolean; readonly left: boolean };

/** Offers everything that waits, once each, batch by batch, until nothing is left to offer or the link fails. */
export async function sendCheckins(
	options: { readonly post?: Post; readonly db?: RelaisDatabase; readonly limit?: number } = {},
): Promise<Result<CheckinRound, PortalFailure>> {
	const { db = database(), limit = CHECKIN_BATCH_LIMIT } = options;
	const offered = new Set<string>();
	let kept = 0;
	for (;;) {
		const events = await nextUnsent(limit, offered, db);
		if (events.length === 0) return ok({ asked: offered.size > 0, left: kept < offered.size });
		const answered = await (options.post ?? post)({ events });
		if (!answered.ok) return answered;
		for (const event of events) offered.add(event.id);
		const stored = answered.value.stored.filter((id) => offered.has(id));
		await markSent(stored, db);
		kept += stored.length;
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
