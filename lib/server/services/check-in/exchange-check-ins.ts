/** One call of a door or train: what it holds comes in, what all of its assignment recorded goes out. */
import "server-only";
import type { CheckinExchange, CheckinExchangeAnswer } from "@/lib/protocol/checkins";
import { ok } from "@/lib/shared/result";
import type { DeviceCaller } from "../../auth/caller";
import type { ServerContext } from "../../context/server-context";
import type { UnlessDenied } from "../device/still-admitted";
import { readEvents } from "./read-events";
import { storeCheckIns } from "./store-check-ins";

export async function exchangeCheckIns(
	context: ServerContext,
	caller: DeviceCaller,
	{ events, post }: CheckinExchange,
): Promise<UnlessDenied<CheckinExchangeAnswer>> {
	const done = await storeCheckIns(context, caller, events);
	if (!done.ok) return done;
	const { stored, refused } = done.value;
	// An earlier version takes no answer but this one.
	if (post === undefined) return ok({ stored });
	const others = post === null ? null : await readEvents(context, caller, post);
	return ok({ stored, refused, others, serverTime: context.clock() });
}
