/** One call of a door or train: what it recorded comes in, what the others of its assignment recorded goes out. */
import "server-only";
import type { CheckinExchange, CheckinExchangeAnswer } from "@/lib/protocol/checkins";
import type { DeviceCaller } from "../../auth/caller";
import type { ServerContext } from "../../context/server-context";
import { readOthersEvents } from "./read-others-events";
import { storeCheckIns } from "./store-check-ins";

export async function exchangeCheckIns(
	context: ServerContext,
	caller: DeviceCaller,
	{ events, post }: CheckinExchange,
): Promise<CheckinExchangeAnswer> {
	const { stored, refused } = await storeCheckIns(context, caller, events);
	// An earlier version takes no answer but this one.
	if (post === undefined) return { stored };
	const others = post === null ? null : await readOthersEvents(context, caller, post);
	return { stored, refused, others, serverTime: context.clock() };
}
