/**
 * Deletes what has served its purpose: proofs that can no longer be replayed, ended sessions, used-up links; makes the
 * partitions of the months to come, and forgets what is kept no longer. One instance does it for all of a database.
 */
import "server-only";
import { randomUUID } from "node:crypto";
import { DAY } from "@/lib/shared/numeric-date";
import type { ServerContext } from "../context/server-context";
import { giveUpLease, takeLease } from "../db/lease";
import { timestamp } from "../db/timestamp";
import { forgetOld } from "./forget-old";
import { makePartitions } from "./make-partitions";

const TICK_MS = 600_000;
/** Longer than a tick: whoever tidied goes on. */
const LEASE_SECONDS = 900;

export async function tidy(context: ServerContext): Promise<void> {
	await deleteUsedUp(context);
	await makePartitions(context);
	await forgetOld(context);
}

async function deleteUsedUp({ db, clock }: ServerContext): Promise<void> {
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
	const { db } = context;
	const lease = { name: "tidy", holder: randomUUID() };
	let isHolder = false;
	const inTurn = async () => {
		isHolder = await takeLease(db, lease, LEASE_SECONDS);
		if (isHolder) await tidy(context);
	};
	let running: Promise<unknown> = Promise.resolve();
	let ticker: NodeJS.Timeout | undefined;
	return {
		start: () => {
			ticker = setInterval(() => {
				running = inTurn().catch((err) => context.log.warn({ err }, "tidying failed; trying again later"));
			}, TICK_MS);
			ticker.unref();
		},
		stop: async () => {
			clearInterval(ticker);
			await running;
			if (!isHolder) return;
			await giveUpLease(db, lease).catch((err) => context.log.warn({ err }, "another instance tidies after a while"));
		},
	};
}
