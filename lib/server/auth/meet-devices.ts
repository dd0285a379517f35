/** Meets all enrolled devices at the start, and those that other instances enrolled every minute. */
import "server-only";
import { devicePublicJwk } from "@/lib/protocol/device-kit";
import { MINUTE, type NumericDate } from "@/lib/shared/numeric-date";
import type { ServerContext } from "../context/server-context";
import { timestamp } from "../db/timestamp";

const TICK_MS = 60_000;
/** A transaction may commit some time after the moment that it wrote. */
const OVERLAP = MINUTE;

export async function meetDevices({ db, acquaintances }: ServerContext, since: NumericDate): Promise<void> {
	const devices = await db.device.findMany({
		where: { enrolledAt: { gte: timestamp(since) } },
		select: { thumbprint: true, publicJwk: true, transportThumbprint: true, transportJwk: true },
	});
	for (const { thumbprint, publicJwk, transportThumbprint, transportJwk } of devices) {
		acquaintances.keys.meet(thumbprint, devicePublicJwk.parse(publicJwk));
		if (transportThumbprint !== null) {
			acquaintances.keys.meet(transportThumbprint, devicePublicJwk.parse(transportJwk));
		}
	}
}

export type MeetingLoop = { readonly start: () => void; readonly stop: () => Promise<void> };

export function meetingLoop(context: ServerContext): MeetingLoop {
	let since = 0;
	let running: Promise<void> = Promise.resolve();
	let ticker: NodeJS.Timeout | undefined;
	const step = async () => {
		const now = context.clock();
		try {
			await meetDevices(context, since);
			since = now - OVERLAP;
		} catch (err) {
			context.log.warn({ err }, "enrolled devices could not be read; trying again later");
		}
	};
	return {
		start: () => {
			running = step();
			ticker = setInterval(() => {
				running = running.then(step);
			}, TICK_MS);
			ticker.unref();
		},
		stop: async () => {
			clearInterval(ticker);
			await running;
		},
	};
}
