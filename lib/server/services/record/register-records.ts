/**
 * Registers a batch of records: every record becomes whole (row, pass, holder link, letter) or stays absent, in one
 * commit; the same batch again, at the same time or out of order, gives the same answers.
 *
 * parse → verify the attestation → prepare → sign the pass → one transaction that writes what is new (write-fresh.ts);
 * then another one for what is not (write-records.ts). One record does not fail the others: a fault in its preparation is
 * its own, and if the batch as a whole cannot be written, its records are tried one by one.
 */
import "server-only";
import type { RecordAnswer, RecordBatch, RecordBatchAnswer, RecordInput } from "@/lib/protocol/records";
import { err, ok, type Result } from "@/lib/shared/result";
import type { DeviceCaller } from "../../auth/caller";
import type { ServerContext } from "../../context/server-context";
import { isDatabaseUnreachable } from "../../db/faults";
import { transact } from "../../db/transact";
import { slices } from "../../slices";
import { meetStart } from "../device/meet-start";
import { type CarryOver, carryOver } from "./carry-over";
import { type AttestationExaminer, attestationExaminer } from "./examine-attestation";
import { offendingProduct } from "./offending-product";
import { openEnvelope } from "./open-envelope";
import { type ParsedRecord, parseRecord } from "./parse-record";
import { contentMac, type PreparedRecord, prepareRecord, type Registrant } from "./prepare-record";
import type { WriteAnswer } from "./write-answer";
import { writeFresh } from "./write-fresh";
import { writeRecords } from "./write-records";

/** Seconds that the transaction of a full batch may take. */
const TRANSACTION_SECONDS = 20;

/** A batch with what its sender says of itself: what is known of its lives is told back after the records are judged. */
export async function registerBatch(
	context: ServerContext,
	caller: DeviceCaller,
	{ records, start }: RecordBatch,
): Promise<RecordBatchAnswer> {
	const answers = [...(await registerRecords(context, caller, records))];
	for (const { outcome } of answers) context.metrics.recordAnswered(outcome);
	return start === undefined ? { answers } : { answers, life: await meetStart(context, caller, start) };
}

async function registerRecords(
	context: ServerContext,
	caller: DeviceCaller,
	candidates: readonly unknown[],
): Promise<readonly RecordAnswer[]> {
	const { pharmacyNumber, deviceId, requestId } = caller;
	if (pharmacyNumber === null) throw new Error("a counter without a pharmacy");
	const registrant: Registrant = { pharmacyNumber, deviceId, requestId };
	const parsed: ParsedRecord[] = [];
	const nextSlice = slices();
	for (const each of candidates) {
		await nextSlice();
		parsed.push(await readCandidate(context, each));
	}
	const records = parsed.flatMap((each) => (each.ok ? [each.value] : []));
	const answers = await answerRecords(context, registrant, records);
	return parsed.map((each) => (each.ok ? answerOf(each.value, answers) : each.error));
}

async function readCandidate(context: ServerContext, candidate: unknown): Promise<ParsedRecord> {
	const opened = await openEnvelope(context, candidate);
	return opened.ok ? parseRecord(opened.value) : opened;
}

/** By key: the record that it came with first, and what is answered to it. */
type Answers = ReadonlyMap<string, { readonly record: RecordInput; readonly answer: RecordAnswer }>;

/** A key that comes twice in one batch is answered for its first content; another content under it is refused. */
function answerOf(record: RecordInput, answers: Answers): RecordAnswer {
	const first = answers.get(record.key);
	if (first === undefined) throw new Error("a parsed record has no answer");
	const same = first.record === record || Buffer.from(contentMac(first.record)).equals(contentMac(record));
	return same ? first.answer : { key: record.key, outcome: "refused", reason: "key_reused" };
}

async function answerRecords(
	context: ServerContext,
	registrant: Registrant,
	records: readonly RecordInput[],
): Promise<Answers> {
	const answers = new Map<string, { record: RecordInput; answer: RecordAnswer }>();
	const unique = new Map<string, RecordInput>();
	for (const record of records) if (!unique.has(record.key)) unique.set(record.key, record);
	const put = (record: RecordInput, answer: RecordAnswer) => answers.set(record.key, { record, answer });

	const examine = attestationExaminer(context, registrant.pharmacyNumber);
	const carriedFor = await carryOver(context, registrant, [...unique.values()]);
	const prepared: PreparedRecord[] = [];
	const nextSlice = slices();
	for (const record of unique.values()) {
		await nextSlice();
		const judged = await judge({ context, registrant, examine, carriedFor }, record);
		if (judged.ok) prepared.push(judged.value);
		else put(record, judged.error);
	}
	for (const { record, answer } of await commit(context, registrant, prepared)) put(record, answer);
	return answers;
}

type Judging = {
	readonly context: ServerContext;
	readonly registrant: Registrant;
	readonly examine: AttestationExaminer;
	readonly carriedFor: CarryOver;
};

async function judge(
	{ context, registrant, examine, carriedFor }: Judging,
	record: RecordInput,
): Promise<Result<PreparedRecord, RecordAnswer>> {
	const { key } = record;
	try {
		const examined = await examine(record.attestation);
		if (examined.outcome !== "authentic") {
			return err({ key, outcome: examined.outcome, reason: examined.reason });
		}
		const { jti, claims, payload } = examined;
		if (record.sampled.at !== claims.t) {
			return err({ key, outcome: "refused", reason: "record_malformed", field: "sampled.at" });
		}
		const field = offendingProduct(claims);
		if (field !== undefined) return err({ key, outcome: "refused", reason: "record_malformed", field });
		return ok(prepareRecord(context, { record, jti, claims, payload, carried: carriedFor(record) }, registrant));
	} catch (fault) {
		return err(faultAnswer(context, key, fault));
	}
}

/**
 * A fault of ours that only this record meets. It is not refused, since nothing was decided about it: the counter keeps
 * it and asks again, less and less often, while the others register. The log names its key, so that the operator finds
 * the record.
 */
function faultAnswer({ log }: ServerContext, key: string, fault: unknown): RecordAnswer {
	if (isDatabaseUnreachable(fault)) throw fault;
	log.error({ err: fault, key, code: "internal_fault" }, "a record could not be registered");
	return { key, outcome: "retry", reason: "internal_fault" };
}

async function commit(
	context: ServerContext,
	registrant: Registrant,
	prepared: readonly PreparedRecord[],
): Promise<readonly WriteAnswer[]> {
	if (prepared.length === 0) return [];
	// Always in the same order: two batches with common records wait for each other instead of deadlocking.
	const ordered = [...prepared].sort((a, b) => (a.record.key < b.record.key ? -1 : 1));
	const fresh = await writeFresh(context, registrant, ordered);
	announce(context, fresh);
	const done = new Set(fresh.map(({ record }) => record.key));
	const rest = ordered.filter(({ record }) => !done.has(record.key));
	if (rest.length === 0) return fresh;
	const written = (await attempt(context, registrant, rest)) ?? (await commitOneByOne(context, registrant, rest));
	announce(context, written);
	return [...fresh, ...written];
}

/** Undefined when the batch as a whole cannot be written. An unreachable database fails the call: nothing is known. */
async function attempt(
	context: ServerContext,
	registrant: Registrant,
	prepared: readonly PreparedRecord[],
): Promise<readonly WriteAnswer[] | undefined> {
	try {
		return await write(context, registrant, prepared);
	} catch (fault) {
		if (isDatabaseUnreachable(fault)) throw fault;
		context.log.warn({ err: fault, records: prepared.length }, "a batch of records could not be written as a whole");
		return undefined;
	}
}

async function commitOneByOne(
	context: ServerContext,
	registrant: Registrant,
	prepared: readonly PreparedRecord[],
): Promise<readonly WriteAnswer[]> {
	const answers: WriteAnswer[] = [];
	for (const each of prepared) {
		try {
			answers.push(...(await write(context, registrant, [each])));
		} catch (fault) {
			const answer = faultAnswer(context, each.record.key, fault);
			answers.push({ record: each.record, answer, change: undefined });
		}
	}
	return answers;
}

function write(context: ServerContext, registrant: Registrant, prepared: readonly PreparedRecord[]) {
	return transact(context.db, (tx) => writeRecords({ context, tx, registrant }, prepared), {
		seconds: TRANSACTION_SECONDS,
	});
}

/**
 * After the commit: signed files and letters follow from what is in the database, so a notice that is lost only delays
 * them.
 */
function announce(context: ServerContext, written: readonly WriteAnswer[]): void {
	const changes = written.flatMap(({ change }) => (change === undefined ? [] : [change]));
	if (changes.length === 0) return;
	const revoked = changes.flatMap((change) => (change.revoked ? [change.codeDay] : []));
	const codeDays = [...new Set([...revoked, ...written.flatMap(({ alsoRevoked }) => alsoRevoked ?? [])])];
	context.trustChanged({ list: codeDays.length > 0, codeDays, registered: changes.length > revoked.length });
	context.mailWaiting();
}
