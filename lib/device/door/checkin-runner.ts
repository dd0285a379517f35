import "client-only";
import { z } from "zod";
import { isLocalAssignment } from "@/lib/checkin/checkin-event";
import {
	type ExchangeMemory,
	type ExchangePorts,
	type ExchangeRound,
	type ExchangingGate,
	exchangeCheckins,
} from "@/lib/checkin/exchange";
import type { Task } from "@/lib/outbox/run-tasks";
import type { PortalFailure } from "@/lib/portal/portal-client";
import { CHECKIN_BATCH_LIMIT, checkinExchangeAnswer } from "@/lib/protocol/checkins";
import { PATHS } from "@/lib/protocol/paths";
import type { Result } from "@/lib/shared/result";
import { loadDevice } from "../identity/device-store";
import { callFromDevice } from "../portal/call-from-device";
import { database, type RelaisDatabase } from "../store/database";
import { factStore } from "../store/facts";
import { deviceNow, runClockHere, settledNow } from "../trust/clock";
import { endOldEvents, indexedDbCheckinStore } from "./checkin-store";
import { readGate } from "./gate-choice";

/** lib/checkin/exchange.ts on this device. One tab at a time sees to it (background.ts). */

type Call = ExchangePorts<PortalFailure>["call"];

const callPortal: Call = (request) => callFromDevice(PATHS.checkins, request, { answer: checkinExchangeAnswer });

const exchangeMemory = z.object({
	...{ assignment: z.string(), after: z.number(), serverTime: z.number() },
	// An earlier version noted the device's clock: as good as of another run.
	...{ lived: z.number().default(0), run: z.string().default("") },
});
const parseMemory = (value: unknown): ExchangeMemory | undefined => exchangeMemory.safeParse(value).data;

/** Everything that waits, and what the other gates of this post's event recorded. */
export async function exchangeWithPortal(
	options: { readonly call?: Call; readonly db?: RelaisDatabase; readonly limit?: number } = {},
): Promise<Result<ExchangeRound, PortalFailure>> {
	const { call = callPortal, db = database(), limit = CHECKIN_BATCH_LIMIT } = options;
	const store = indexedDbCheckinStore(db);
	const memory = factStore("exchange", parseMemory, db);
	const device = (await loadDevice(db))?.deviceId ?? "";
	return exchangeCheckins({
		store,
		memory,
		call,
		limit,
		device,
		clock: runClockHere(),
		gate: await exchangingGate(db),
	});
}

/** Undefined where the portal has no assignment to read about. */
async function exchangingGate(db: RelaisDatabase): Promise<ExchangingGate | undefined> {
	const chosen = await readGate(deviceNow(), db);
	if (chosen.state !== "chosen" || isLocalAssignment(chosen.gate.assignment)) return undefined;
	const { assignment, gate, role } = chosen.gate;
	return { assignment, gate, role };
}

/** Seconds until the next exchange where other posts are at work, and where none is known yet. */
const WITH_OTHERS = 10;
const ALONE = 30;

export const checkinTask: Task = async () => {
	const exchanged = await exchangeWithPortal();
	await endOldEvents(await settledNow());
	if (!exchanged.ok) return { state: "failed", error: exchanged.error };
	const { asked, others } = exchanged.value;
	const again = deviceNow() + (others > 0 ? WITH_OTHERS : ALONE);
	return asked ? { state: "done", again } : { state: "idle" };
};
