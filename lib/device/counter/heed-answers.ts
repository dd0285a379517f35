import "client-only";
import { giveUpBlock, giveUpOlderThan, type IndexMemory } from "@/lib/kit/index-reservation";
import { readDelegations } from "@/lib/kit/own-delegation";
import { withRegistered } from "@/lib/kit/start-ledger";
import type { RecordBatchAnswer } from "@/lib/protocol/records";
import { indexedDbIndexStore, indexWitness } from "../identity/index-store";
import { noteLife, startLedger } from "../identity/start";
import type { StoredDevice } from "../identity/stored-device";
import { database, type RelaisDatabase } from "../store/database";

export type HeedPorts = { readonly db: RelaisDatabase; readonly witness: IndexMemory["witness"] };

const browserPorts = (): HeedPorts => ({ db: database(), witness: indexWitness() });

/**
 * What the answer to a batch says beside its records (spec OL-3, OL-4): whether this device has a twin. At any sign of one
 * the blocks that both may hold are given up before anything else is done; the next kit brings another. `indices`: of the
 * entries sent, by key.
 */
export async function heedAnswers(
	{ answers, life }: RecordBatchAnswer,
	sent: {
		readonly device: Pick<StoredDevice, "delegations">;
		readonly start: string;
		readonly indices: ReadonlyMap<string, string>;
	},
	{ db, witness }: HeedPorts = browserPorts(),
): Promise<void> {
	const indices = { store: indexedDbIndexStore(db), witness };
	const delegations = readDelegations(sent.device.delegations);
	const reused = new Set<string | undefined>();
	const registered = new Set<string>();
	for (const answer of answers) {
		if (answer.outcome === "registered") registered.add(answer.key);
		if (answer.outcome === "refused" && answer.reason === "index_reused") {
			reused.add(sent.indices.get(answer.key)?.split(".")[0]);
		}
	}
	for (const delegation of delegations) if (reused.has(delegation.jti)) await giveUpBlock(delegation, indices);
	if (life !== undefined) {
		await giveUpOlderThan(life.since, delegations, indices);
		await noteLife(life, sent.start, db);
	}
	if (registered.size > 0) await startLedger(db).change((known) => withRegistered(known ?? [], registered));
}
