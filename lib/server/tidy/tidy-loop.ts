/** Deletes what has served its purpose: proofs that can no longer be replayed, ended sessions, used-up links. */
import "server-only";
import { DAY } from "@/lib/shared/numeric-date";
import type { ServerContext } from "../context/server-context";
import { timestamp } from "../db/timestamp";

const TICK_MS = 600_000;

export async function tidy({ db, clock }: ServerContext): Promise<void> {
	const now = timestamp(clock());
	const monthAgo = timestamp(clock() - 30 * DAY);
	await db.proofJti.deleteMany({ where: { expiresAt: { lt: now } } });
	await db.consoleSession.deleteMany({ where: { expiresAt: { lt: now } } });
	await db.consoleLink.deleteMany({ where: { expiresAt: { lt: monthAgo } } });
	await db.enrolmentCode.deleteMany({ where: { expiresAt: { lt: monthAgo }, usedAt: null } });
	await db.lease.deleteMany({ where: { endsAt: { lt: monthAgo } } });
	await db.mailJob.deleteMany({ where: { state: { not: "waiting" }, createdAt: { lt: monthAgo } } });
}

export type TidyLoop = { readonly start: () => void; readonly stop: () => Promise<void> };

export function tidyLoop(context: ServerContext): TidyLoop {
	let running: Promise<unknown> = Promise.resolve();
	let ticker: NodeJS.Timeout | undefined;
	return {
		start: () => {
			ticker = setInterval(() => {
				running = tidy(context).catch((err) => context.log.warn({ err }, "tidying failed; trying again later"));
			}, TICK_MS);
			ticker.unref();
		},
		stop: async () => {
			clearInterval(ticker);
			await running;
		},
	};
}
