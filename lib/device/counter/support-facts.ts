import "client-only";
import { loadDevice } from "../identity/device-store";
import { database, type RelaisDatabase } from "../store/database";

/**
 * What somebody who helps needs to know of a counter (spec SU-1): versions, times, counts and codes. Whatever is named here
 * is told on purpose: nothing is copied whole from a row, so no name, birth date, result, paper or key can come along.
 */
export type SupportFacts = Awaited<ReturnType<typeof supportFacts>>;

export async function supportFacts(db: RelaisDatabase = database()) {
	const device = await loadDevice(db);
	const [outbox, revocations, positives, drafts] = await Promise.all([
		db.outbox.toArray(),
		db.revocations.toArray(),
		db.positives.toArray(),
		db.drafts.count(),
	]);
	const refused = outbox.flatMap((row) => (row.state === "refused" ? row.reason : []));
	const open = outbox.filter(({ state }) => state === "waiting" || state === "sending");
	return {
		schema: db.verno,
		device: device === undefined ? undefined : { id: device.deviceId, delegations: device.delegations.length },
		acts: {
			states: counted(outbox.map(({ state }) => state)),
			refused: counted(refused),
			mostAttempts: Math.max(0, ...open.map(({ attempts }) => attempts)),
			oldestWaiting: open.length === 0 ? undefined : Math.min(...open.map(({ queuedAt }) => queuedAt)),
		},
		revocations: counted(revocations.map(({ state }) => state)),
		positives: counted(positives.map(({ state }) => state)),
		drafts,
	};
}

function counted(values: readonly string[]): Readonly<Record<string, number>> {
	const counts = new Map<string, number>();
	for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
	return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
