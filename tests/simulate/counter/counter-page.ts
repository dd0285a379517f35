/**
 * One page of the counter's app: the steps of lib/outbox, lib/kit and lib/portal as lib/device wires them in a browser,
 * over this country's disk, network and clock.
 */
import type { KitStore } from "@/lib/kit/kit-store";
import { type RenewalPorts, renewKitIfDue } from "@/lib/kit/renew-kit";
import { type StartLedger, startReport } from "@/lib/kit/start-ledger";
import { drainDue } from "@/lib/outbox/drain-due";
import type { SendFailure } from "@/lib/outbox/drain-outbox";
import { keptOf } from "@/lib/outbox/retention";
import type { RunPorts, TaskOutcome } from "@/lib/outbox/run-tasks";
import { type PortalFailure, probePortal } from "@/lib/portal/portal-client";
import { deviceKit } from "@/lib/protocol/device-kit";
import { PATHS } from "@/lib/protocol/paths";
import { RECORD_BATCH_LIMIT, type RecordAnswer, recordBatchAnswer } from "@/lib/protocol/records";
import type { Life, StartReport } from "@/lib/protocol/starts";
import { HOUR } from "@/lib/shared/numeric-date";
import { err, ok, type Result } from "@/lib/shared/result";
import type { ValueStore } from "@/lib/shared/value-store";
import type { ClockMemory } from "@/lib/trust/device-clock";
import { memoryIndexStore, memoryWitness } from "@/tests/support/memory-index-store";
import { memoryKitStore } from "@/tests/support/memory-kit-store";
import { memoryOutboxStore } from "@/tests/support/memory-outbox-store";
import { type Page, through } from "../device/page";
import { type Call, portalOf } from "../device/portal-of";
import { fraction, uuidOf } from "../engine/draw";
import { plantInAsk, plantInKit, plantInOutbox, plantInSender } from "../mutants/counter-mutants";
import { type CounterDisk, factStore } from "./counter-disk";
import type { Counter, CounterPage } from "./counter-parts";
import type { CounterRecord } from "./counter-record";
import { heed, type KeptList, sharedWork } from "./shared-work";
import { takingBack, wishReplaced } from "./taking-back";

/** Seconds for a batch on a bad line (lib/device/counter/record-sender.ts). */
const BATCH_TIMEOUT = 45;
/** Statuses that speak about the body of the request. */
const ABOUT_THE_BATCH = new Set([400, 413, 422]);

export function counterPage(counter: Counter, page: Page): CounterPage {
	const { disk, clock, random } = counter;
	const { now } = clock;
	const { planted } = counter.world;
	const held = plantInOutbox(memoryOutboxStore(disk.outbox), disk.outbox, planted);
	const outbox = watched(counter, through(page, replacing(disk, held), ["add", "apply"]));
	const kit = through(page, plantInKit(renewing(counter, memoryKitStore(undefined, disk.held)), planted), [
		"requestKey",
		"renew",
	]);
	const indices = {
		store: through(page, memoryIndexStore(disk.indices), ["advance"]),
		witness: counter.refusingWitness(memoryWitness(disk.witness)),
	};
	const fact = <Value>(name: string) =>
		through<ValueStore<Value>>(page, factStore<Value>(disk.facts, name), ["change"]);
	const starts = fact<StartLedger>("starts");
	const life = fact<Life>("life");
	const report = async () => startReport((await starts.read()) ?? [], counter.start, disk.outbox.refused);
	const { ports, call, bestNow } = portalOf(counter, page, fact<ClockMemory>("clock"));
	const renewal: RenewalPorts<PortalFailure> = {
		kit,
		indices,
		start: report,
		async noteLife(heard) {
			await life.change(() => heard);
		},
		ask: plantInAsk((request) => call(PATHS.kit, request, { answer: deviceKit }), planted),
		now,
		newKey: () => uuidOf(random),
	};
	const drain = async (): Promise<TaskOutcome> => {
		const send = plantInSender(
			async (batch) => {
				const { sent, heard } = await sendRecords({ call, start: await report() }, batch);
				if (sent.ok) await heed(counter, { indices, life }, { answers: sent.value, batch, heard });
				return sent;
			},
			planted,
			() => random.int(1_000_000),
		);
		const drained = await drainDue({
			store: outbox,
			send,
			now,
			random: () => fraction(random),
			limit: RECORD_BATCH_LIMIT,
		});
		if (drained.state !== "failed") await retain(counter, page);
		return drained;
	};
	const renew = async (): Promise<TaskOutcome> => {
		const renewed = await renewKitIfDue(renewal);
		if (renewed.state === "failed") {
			const { error } = renewed;
			return error.kind === "refused" && error.status === 409 ? { state: "done" } : { state: "failed", error };
		}
		return { state: renewed.state === "renewed" ? "done" : "idle" };
	};
	const shared = sharedWork(counter, { call, life, list: fact<KeptList>("shared-papers") });
	const run: RunPorts = {
		link: fact("portal-link"),
		probe: () => probePortal(ports),
		now,
		random: () => fraction(random),
	};
	return { page, outbox, kit, indices, run, tasks: [drain, takingBack(disk, page, call), renew, shared], bestNow };
}

type Batch = readonly { readonly payload: CounterRecord }[];
type Sent = {
	readonly sent: Result<readonly RecordAnswer[], SendFailure>;
	readonly heard: Life | undefined;
};

async function sendRecords(
	{ call, start }: { readonly call: Call; readonly start: StartReport | undefined },
	batch: Batch,
): Promise<Sent> {
	const records = batch.map(({ payload }) => payload);
	const body = start === undefined ? { records } : { records, start };
	const answered = await call(PATHS.records, body, { answer: recordBatchAnswer, timeout: BATCH_TIMEOUT });
	if (answered.ok) return { sent: ok(answered.value.answers), heard: answered.value.life };
	const { error } = answered;
	const scope = error.kind === "refused" && ABOUT_THE_BATCH.has(error.status ?? 0) ? "batch" : "link";
	return { sent: err({ ...error, scope }), heard: undefined };
}

/** A kit is there once it is on the disk, whoever is told of it. */
function renewing({ renewed }: Counter, kit: KitStore): KitStore {
	return {
		...kit,
		async renew(merge) {
			const held = await kit.renew(merge);
			if (held !== undefined) renewed();
			return held;
		},
	};
}

type Store = ReturnType<typeof memoryOutboxStore<CounterRecord>>;

/** One step: the new record, and the wish to take back what it replaces. */
function replacing(disk: CounterDisk, store: Store): Store {
	return {
		...store,
		async add(entry, record) {
			const added = await store.add(entry, record);
			if (added === "added") wishReplaced(disk, record);
			return added;
		},
	};
}

/** The ledger hears what the counter believes of its records. */
function watched({ world, name }: Counter, store: Store): Store {
	return {
		...store,
		async apply(key, event) {
			const entry = await store.apply(key, event);
			if (entry !== undefined && (event.type === "registered" || event.type === "refused")) {
				world.sim.note(name, `${key} is ${entry.state}`);
				world.ledger.believes(name, entry);
			}
			return entry;
		},
	};
}

/** What lib/device/counter/retention.ts does, once an hour: here nothing is sealed that had to be trimmed to its sheet. */
async function retain({ disk, clock }: Counter, page: Page): Promise<void> {
	const now = clock.now();
	const last = (disk.facts.get("retained") as number | undefined) ?? 0;
	if (last <= now && now < last + HOUR) return;
	disk.facts.set("retained", now);
	for (const [key, { entry }] of disk.outbox) {
		if (keptOf(entry, { now }) === "nothing") await page.write(async () => disk.outbox.delete(key));
	}
}
