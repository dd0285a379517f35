/**
 * The ordinary case of registering: records that nobody sent before, of papers that stand. Few round trips, in statements of
 * sets; what is not new in every respect is left to write-records.ts, which says what it is.
 *
 * Nothing is acknowledged that is not committed: a COMMIT of a transaction that failed answers ROLLBACK without a fault.
 */
import "server-only";
import type { PoolClient } from "pg";
import type { ServerContext } from "../../context/server-context";
import { secretHash } from "../../crypto/secret-text";
import { isDatabaseUnreachable } from "../../db/faults";
import { numericDate } from "../../db/timestamp";
import { slices } from "../../slices";
import { signPass } from "../pass/sign-pass";
import type { PreparedRecord, Registrant } from "./prepare-record";
import {
	CLAIM,
	COMPLETE,
	type CompletedRecord,
	claimValues,
	completeValues,
	LOCK_DELEGATIONS,
	type LockedDelegation,
} from "./sql/intake-sql";
import type { WriteAnswer } from "./write-answer";
import { dayOf } from "./write-records";

/** Answers of those that were registered; the others were not touched. `prepared` in the order of their keys. */
export async function writeFresh(
	context: ServerContext,
	registrant: Registrant,
	prepared: readonly PreparedRecord[],
): Promise<readonly WriteAnswer[]> {
	const ordinary = prepared.filter((each) => isOrdinary(context, each));
	if (ordinary.length === 0) return [];
	const client = await context.connections.connect();
	let broken: boolean | Error = false;
	try {
		return await inTransaction(client, () => write({ context, client, registrant }, ordinary));
	} catch (fault) {
		broken = isDatabaseUnreachable(fault);
		if (broken) throw fault;
		context.log.warn({ err: fault, records: ordinary.length }, "fresh records could not be written at once");
		return [];
	} finally {
		client.release(broken);
	}
}

/** Corrections revoke others, letters are written beside: they take the longer way. */
function isOrdinary({ settings }: ServerContext, { row, record, contact }: PreparedRecord): boolean {
	const hasLetter = contact.email !== undefined && settings.smtpUrl !== undefined;
	return row.state === "registered" && record.corrects === undefined && !hasLetter;
}

async function inTransaction<Answer>(client: PoolClient, work: () => Promise<Answer>): Promise<Answer> {
	await client.query("BEGIN");
	try {
		const answer = await work();
		const { command } = await client.query("COMMIT");
		if (command !== "COMMIT") throw new Error("the database rolled the transaction back");
		return answer;
	} catch (fault) {
		// A connection that broke is rolled back by its end.
		if (!isDatabaseUnreachable(fault)) await client.query("ROLLBACK");
		throw fault;
	}
}

type Scope = { readonly context: ServerContext; readonly client: PoolClient; readonly registrant: Registrant };

async function write(
	{ context, client, registrant }: Scope,
	prepared: readonly PreparedRecord[],
): Promise<readonly WriteAnswer[]> {
	const { pharmacyNumber, deviceId } = registrant;
	const jtis = [...new Set(prepared.map(({ jti }) => jti))].sort();
	const { rows: locked } = await client.query<LockedDelegation>({
		name: "lock delegations",
		text: LOCK_DELEGATIONS,
		values: [pharmacyNumber, jtis, deviceId],
	});
	const usable = new Set(locked.flatMap((row) => (row.isDenied || row.isRegistrantDenied ? [] : [row.jti])));
	const allowed = prepared.filter(({ jti }) => usable.has(jti));
	if (allowed.length === 0) return [];
	const hashes = allowed.map(({ record }) => secretHash(record.holderToken));
	const { rows } = await client.query<{ readonly key: string }>({ ...CLAIM, values: claimValues(allowed, hashes) });
	const claimed = new Set(rows.map(({ key }) => key));
	const won = allowed.flatMap((each, i) =>
		claimed.has(each.record.key) ? [{ each, hash: hashes[i] as Uint8Array }] : [],
	);
	if (won.length === 0) return [];
	const completed: CompletedRecord[] = [];
	const nextSlice = slices();
	for (const { each, hash } of won) {
		await nextSlice();
		completed.push(await complete(context, each, hash));
	}
	await client.query({ ...COMPLETE, values: completeValues(completed) });
	return completed.map(answerOf);
}

async function complete(
	context: ServerContext,
	prepared: PreparedRecord,
	tokenHash: Uint8Array,
): Promise<CompletedRecord> {
	const { claims, record, row } = prepared;
	const pass = await signPass(context, { claims, identity: record.identity });
	const place = { table: "passes", column: "hc1", row: [row.pharmacyNumber, record.key] };
	return { prepared, pass, sealedPass: context.cipher.seal(place, pass.hc1), tokenHash };
}

function answerOf({ prepared: { record, row }, pass }: CompletedRecord): WriteAnswer {
	const registeredAt = numericDate(row.registeredAt);
	return {
		record,
		answer: { key: record.key, outcome: "registered", registeredAt, passId: pass.uvci },
		change: { codeDay: dayOf(row.codeDay), revoked: false },
	};
}
