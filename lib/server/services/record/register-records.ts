/**
 * Registers a batch of records: every record becomes whole (row, pass, holder link, letter) or stays absent, in one
 * commit; the same batch again, at the same time or out of order, gives the same answers.
 *
 * parse → verify the attestation → prepare → one transaction: claim the idempotency keys, sign passes for what was
 * claimed, write. The pass is signed only after this transaction alone holds the record's key. If the batch as a whole
 * cannot be written, its records are tried one by one, so that one of them cannot sink its neighbours.
 */
import "server-only";
import type { RecordAnswer, RecordInput } from "@/lib/sync/records";
import type { DeviceCaller } from "../../auth/caller";
import type { ServerContext } from "../../context/server-context";
import { isDatabaseAway } from "../../db/faults";
import { transact } from "../../db/transact";
import { attestationExaminer } from "./examine-attestation";
import { parseRecord } from "./parse-record";
import { contentMac, type PreparedRecord, prepareRecord, type Registrant, type SignedRecord } from "./prepare-record";
import { type WriteAnswer, writeRecords } from "./write-records";

/** Seconds that the transaction of a full batch may take. */
const TRANSACTION_SECONDS = 20;

export async function registerRecords(
	context: ServerContext,
	caller: DeviceCaller,
	candidates: readonly unknown[],
): Promise<readonly RecordAnswer[]> {
	if (caller.pharmacyNumber === null) throw new Error("a counter without a pharmacy");
	const registrant: Registrant = { pharmacyNumber: caller.pharmacyNumber, deviceId: caller.deviceId };
	const parsed = candidates.map(parseRecord);
	const records = parsed.flatMap((each) => (each.ok ? [each.record] : []));
	const answers = await answerRecords(context, registrant, records);
	return parsed.map((each) => (each.ok ? answerOf(each.record, answers) : each.answer));
}

type Answers = ReadonlyMap<string, { readonly mac: Uint8Array; readonly answer: RecordAnswer }>;

/** A key that comes twice in one batch is answered for its first content; another content under it is refused. */
function answerOf(record: RecordInput, answers: Answers): RecordAnswer {
	const first = answers.get(record.key);
	if (first === undefined) throw new Error("a parsed record has no answer");
	const same = Buffer.from(first.mac).equals(contentMac(record));
	return same ? first.answer : { key: record.key, status: "refused", reason: "key_reused" };
}

async function answerRecords(
	context: ServerContext,
	registrant: Registrant,
	records: readonly RecordInput[],
): Promise<Answers> {
	const answers = new Map<string, { mac: Uint8Array; answer: RecordAnswer }>();
	const unique = new Map<string, RecordInput>();
	for (const record of records) if (!unique.has(record.key)) unique.set(record.key, record);
	const put = (record: RecordInput, answer: RecordAnswer) =>
		answers.set(record.key, { mac: contentMac(record), answer });

	const texts = [...unique.values()].map(({ attestation }) => attestation);
	const examine = await attestationExaminer(context, registrant.pharmacyNumber, texts);
	const signed: SignedRecord[] = [];
	for (const record of unique.values()) {
		const examined = await examine(record.attestation);
		if (examined.status !== "authentic") {
			put(record, { key: record.key, status: examined.status, reason: examined.reason });
		} else if (record.sampled.at !== examined.claims.t) {
			put(record, { key: record.key, status: "refused", reason: "record_malformed", field: "sampled.at" });
		} else {
			signed.push({ record, jti: examined.jti, claims: examined.claims });
		}
	}
	const prepared = signed.map((each) => prepareRecord(context, each, registrant));
	for (const { record, answer } of await commit(context, registrant, prepared)) put(record, answer);
	return answers;
}

async function commit(
	context: ServerContext,
	registrant: Registrant,
	prepared: readonly PreparedRecord[],
): Promise<readonly WriteAnswer[]> {
	if (prepared.length === 0) return [];
	// Always in the same order: two batches with common records wait for each other instead of deadlocking.
	const ordered = [...prepared].sort((a, b) => (a.record.key < b.record.key ? -1 : 1));
	const written = await attempt(context, registrant, ordered);
	const all = written ?? (await commitOneByOne(context, registrant, ordered));
	announce(context, all);
	return all;
}

/** Undefined when the batch as a whole cannot be written. A database that is away fails the call: nothing is known. */
async function attempt(
	context: ServerContext,
	registrant: Registrant,
	prepared: readonly PreparedRecord[],
): Promise<readonly WriteAnswer[] | undefined> {
	try {
		return await transact(context.db, (tx) => writeRecords({ context, tx, registrant }, prepared), {
			seconds: TRANSACTION_SECONDS,
		});
	} catch (fault) {
		if (isDatabaseAway(fault)) throw fault;
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
		const written = await attempt(context, registrant, [each]);
		const answer = { key: each.record.key, status: "retry", reason: "internal_fault" } as const;
		answers.push(...(written ?? [{ record: each.record, answer, change: undefined }]));
	}
	return answers;
}

/** After the commit: signed files and letters follow from what is in the database, so a lost word is only late. */
function announce(context: ServerContext, written: readonly WriteAnswer[]): void {
	const changes = written.flatMap(({ change }) => (change === undefined ? [] : [change]));
	if (changes.length === 0) return;
	const codeDays = [...new Set(changes.map(({ codeDay }) => codeDay))];
	context.trustChanged({ list: changes.some(({ revoked }) => revoked), codeDays });
	context.mailWaiting();
}
