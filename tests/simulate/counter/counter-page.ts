/**
 * One page of the counter's app: the steps of lib/outbox, lib/kit and lib/portal as lib/device wires them in a browser,
 * over this country's disk, network and clock.
 */
import { giveUpBlock } from "@/lib/kit/index-reservation";
import { readDelegations } from "@/lib/kit/own-delegation";
import { type RenewalPorts, renewKitIfDue } from "@/lib/kit/renew-kit";
import { type StartLedger, startReport } from "@/lib/kit/start-ledger";
import { drainDue } from "@/lib/outbox/drain-due";
import type { SendFailure } from "@/lib/outbox/drain-outbox";
import { keptOf } from "@/lib/outbox/retention";
import type { RunPorts, TaskOutcome } from "@/lib/outbox/run-tasks";
import { callPortal, type PortalFailure, type PortalPorts, probePortal } from "@/lib/portal/portal-client";
import { deviceKit } from "@/lib/protocol/device-kit";
import { DEVICE_PROOF_SCHEME } from "@/lib/protocol/device-proof";
import { PATHS } from "@/lib/protocol/paths";
import { RECORD_BATCH_LIMIT, type RecordAnswer, recordBatchAnswer } from "@/lib/protocol/records";
import { HOUR } from "@/lib/shared/numeric-date";
import { err, ok, type Result } from "@/lib/shared/result";
import type { ValueStore } from "@/lib/shared/value-store";
import {
	afterReading,
	afterServerTime,
	bestTime,
	type ClockMemory,
	type Contact,
	NO_CLOCK_MEMORY,
} from "@/lib/trust/device-clock";
import { memoryIndexStore, memoryWitness } from "@/tests/support/memory-index-store";
import { memoryKitStore } from "@/tests/support/memory-kit-store";
import { memoryOutboxStore } from "@/tests/support/memory-outbox-store";
import { DiskFull, type Page, through } from "../device/page";
import { fraction, uuidOf } from "../engine/draw";
import { virtualDeadline } from "../network/way";
import { type CounterDisk, factStore } from "./counter-disk";
import type { Counter, CounterPage } from "./counter-parts";
import { type CounterRecord, readPaper } from "./counter-record";

/** Seconds for a batch on a bad line (lib/device/counter/record-sender.ts). */
const BATCH_TIMEOUT = 45;
/** Statuses that speak about the body of the request. */
const ABOUT_THE_BATCH = new Set([400, 413, 422]);

export function counterPage(counter: Counter, page: Page): CounterPage {
	const { disk, clock, random } = counter;
	const { now } = clock;
	const outbox = watched(counter, through(page, memoryOutboxStore(disk.outbox), ["add", "apply"]));
	const kit = through(page, memoryKitStore(undefined, disk.held), ["requestKey", "renew"]);
	const indices = {
		store: through(page, memoryIndexStore(disk.indices), ["advance"]),
		witness: counter.refusingWitness(memoryWitness(disk.witness)),
	};
	const fact = <Value>(name: string) =>
		through<ValueStore<Value>>(page, factStore<Value>(disk.facts, name), ["change"]);
	const starts = fact<StartLedger>("starts");
	const clockMemory = fact<ClockMemory>("clock");
	let contact: Contact | undefined;
	const portal: PortalPorts = {
		origin: "https://relais.example",
		fetch: (url, init) => page.here(counter.way(url, init)),
		clock: {
			async read() {
				const memory = (await clockMemory.read()) ?? NO_CLOCK_MEMORY;
				if (afterReading(memory, now()) !== memory) {
					await clockMemory.change((before = NO_CLOCK_MEMORY) => afterReading(before, now()));
				}
				return { now: now(), offset: memory.offset ?? undefined };
			},
			async learn(time) {
				contact = { offset: time - now(), ...clock.moment() };
				const at = { time, now: now() };
				await clockMemory.change((before = NO_CLOCK_MEMORY) => afterServerTime(before, at));
			},
		},
		noteHealth: async () => {},
		prove: async (device, request) => `${DEVICE_PROOF_SCHEME} ${device.thumbprint} ${request.now}`,
		deadline: virtualDeadline,
	};
	const call = <Answer>(
		path: string,
		body: unknown,
		answer: Parameters<typeof callPortal<Answer>>[0]["answer"],
		timeout?: number,
	) => callPortal({ path, body, answer, device: counter.key(), enrolled: true, timeout }, portal);
	const renewal: RenewalPorts<PortalFailure> = {
		kit,
		indices,
		start: async () => startReport((await starts.read()) ?? [], counter.start, refusedOf(counter)),
		noteLife: async () => {},
		ask: (request) => call(PATHS.kit, request, deviceKit),
		now,
		newKey: () => uuidOf(random),
	};
	const drain = async (): Promise<TaskOutcome> => {
		const send = (batch: readonly { readonly payload: CounterRecord }[]) =>
			sendRecords({ call, giveUp: (jti) => giveUp(disk, indices, jti) }, batch);
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
		if (renewed.state === "renewed") counter.renewed();
		if (renewed.state === "failed") {
			const { error } = renewed;
			return error.kind === "refused" && error.status === 409 ? { state: "done" } : { state: "failed", error };
		}
		return { state: renewed.state === "renewed" ? "done" : "idle" };
	};
	const run: RunPorts = {
		link: fact("portal-link"),
		probe: () => probePortal(portal),
		now,
		random: () => fraction(random),
	};
	return { page, outbox, kit, indices, run, tasks: [drain, renew], bestNow: () => bestTime(clock.moment(), contact) };
}

type Call = <Answer>(
	path: string,
	body: unknown,
	answer: Parameters<typeof callPortal<Answer>>[0]["answer"],
	timeout?: number,
) => Promise<Result<Answer, PortalFailure>>;

function refusedOf({ disk }: Counter): ReadonlySet<string> {
	return new Set([...disk.outbox].flatMap(([key, { entry }]) => (entry.state === "refused" ? [key] : [])));
}

/** The portal knows another paper with an index of this block. */
async function giveUp(disk: CounterDisk, indices: CounterPage["indices"], jti: string): Promise<void> {
	for (const delegation of readDelegations(disk.held.kit?.delegations ?? [])) {
		if (delegation.jti === jti) await giveUpBlock(delegation, indices);
	}
}

async function sendRecords(
	{ call, giveUp: giveUpOne }: { readonly call: Call; readonly giveUp: (jti: string) => Promise<void> },
	batch: readonly { readonly payload: CounterRecord }[],
): Promise<Result<readonly RecordAnswer[], SendFailure>> {
	const records = batch.map(({ payload }) => payload);
	const answered = await call(PATHS.records, { records }, recordBatchAnswer, BATCH_TIMEOUT);
	if (answered.ok) {
		for (const answer of answered.value.answers) {
			const record = records.find(({ key }) => key === answer.key);
			const isReused = answer.outcome === "refused" && answer.reason === "index_reused";
			if (record !== undefined && isReused) await giveUpOne(readPaper(record.attestation).delegation);
		}
		return ok(answered.value.answers);
	}
	const { error } = answered;
	const scope = error.kind === "refused" && ABOUT_THE_BATCH.has(error.status ?? 0) ? "batch" : "link";
	return err({ ...error, scope });
}

type Store = ReturnType<typeof memoryOutboxStore<CounterRecord>>;

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

/** What the browser does with a fault of the disk in the background: nothing is lost, the next round tries again. */
export async function onDisk<Value>(work: Promise<Value>): Promise<Value | undefined> {
	try {
		return await work;
	} catch (error) {
		if (error instanceof DiskFull) return undefined;
		throw error;
	}
}
