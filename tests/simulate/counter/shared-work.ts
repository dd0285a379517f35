/** What the portal says beside its answers, and the work list of shared indices, as lib/device/counter wires them. */
import { giveUpBlock, giveUpOlderThan } from "@/lib/kit/index-reservation";
import { readDelegations } from "@/lib/kit/own-delegation";
import type { Task } from "@/lib/outbox/run-tasks";
import { refreshSharedList, type SharedList } from "@/lib/outbox/shared-list";
import { PATHS } from "@/lib/protocol/paths";
import type { RecordAnswer } from "@/lib/protocol/records";
import { sharedPapersAnswer } from "@/lib/protocol/shared-papers";
import type { Life } from "@/lib/protocol/starts";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { ValueStore } from "@/lib/shared/value-store";
import type { Call } from "../device/portal-of";
import { uuidOf } from "../engine/draw";
import type { Counter, CounterPage } from "./counter-parts";
import { type CounterRecord, readPaper } from "./counter-record";

type Answered = {
	readonly answers: readonly RecordAnswer[];
	readonly batch: readonly { readonly payload: CounterRecord }[];
	readonly heard: Life | undefined;
};

/** lib/device/counter/heed-answers.ts: blocks that another life may have are given up before anything else. */
export async function heed(
	{ disk }: Counter,
	{ indices, life }: Pick<CounterPage, "indices"> & { readonly life: ValueStore<Life> },
	{ answers, batch, heard }: Answered,
): Promise<void> {
	const delegations = readDelegations(disk.held.kit?.delegations ?? []);
	const reused = new Set(
		answers.flatMap((answer) => {
			const isReused = answer.outcome === "refused" && answer.reason === "index_reused";
			const record = isReused ? batch.find(({ payload }) => payload.key === answer.key) : undefined;
			return record === undefined ? [] : [readPaper(record.payload.attestation).delegation];
		}),
	);
	for (const delegation of delegations) if (reused.has(delegation.jti)) await giveUpBlock(delegation, indices);
	if (heard === undefined) return;
	await giveUpOlderThan(heard.since, delegations, indices);
	await life.change(() => heard);
}

export type KeptList = { readonly list: SharedList | undefined; readonly askedAt: NumericDate | undefined };

type Ports = { readonly call: Call; readonly life: ValueStore<Life>; readonly list: ValueStore<KeptList> };

export function sharedWork({ world, clock, random, disk }: Counter, { call, life, list }: Ports): Task {
	return () =>
		refreshSharedList({
			heard: async () => (world.planted("shared_list_never_asked_for") ? 0 : (await life.read())?.shared),
			askedAt: async () => (await list.read())?.askedAt,
			load: async () => (await list.read())?.list,
			async keep(shared, askedAt) {
				await list.change(() => ({ list: shared, askedAt }));
			},
			async forget() {
				if ((await list.read())?.list === undefined) return;
				await list.change(() => ({ list: undefined, askedAt: undefined }));
			},
			ask: () => call(PATHS.sharedPapers, {}, { answer: sharedPapersAnswer }),
			isRefused: async (key) => disk.outbox.get(key)?.entry.state === "refused",
			now: clock.now,
			newKey: () => uuidOf(random),
		});
}
