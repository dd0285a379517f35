/**
 * The ordinary case of registering: records that nobody sent before, of papers that stand. One round trip, in statements of
 * sets; what is not new in every respect is left to write-records.ts, which says what it is.
 *
 * Passes are signed before the database says what is new, so that no lock is held meanwhile. A pass of a record that turns
 * out to be known, revoked or denied is dropped here: nobody ever sees it.
 */
import "server-only";
import type { ServerContext } from "../../context/server-context";
import { secretHash } from "../../crypto/secret-text";
import { isDatabaseUnreachable } from "../../db/faults";
import { inOneRoundTrip } from "../../db/one-round-trip";
import { numericDate } from "../../db/timestamp";
import { slices } from "../../slices";
import { signPass } from "../pass/sign-pass";
import type { PreparedRecord, Registrant } from "./prepare-record";
import { type CompletedRecord, registerStatements } from "./sql/intake-sql";
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
	try {
		const completed: CompletedRecord[] = [];
		const nextSlice = slices();
		for (const each of ordinary) {
			await nextSlice();
			completed.push(await complete(context, each));
		}
		const rows = await inOneRoundTrip<{ key: string }>(context.connections, registerStatements(registrant, completed));
		const registered = new Set(rows.map(({ key }) => key));
		return completed.filter(({ prepared }) => registered.has(prepared.record.key)).map(answerOf);
	} catch (fault) {
		if (isDatabaseUnreachable(fault)) throw fault;
		context.log.warn({ err: fault, records: ordinary.length }, "fresh records could not be written at once");
		return [];
	}
}

/** Corrections revoke others, letters are written beside: they take the longer way. */
function isOrdinary({ settings }: ServerContext, { row, record, contact }: PreparedRecord): boolean {
	const hasLetter = contact.email !== undefined && settings.smtpUrl !== undefined;
	return row.state === "registered" && record.corrects === undefined && !hasLetter;
}

async function complete(context: ServerContext, prepared: PreparedRecord): Promise<CompletedRecord> {
	const { claims, record, row } = prepared;
	const pass = await signPass(context, { claims, identity: record.identity });
	const place = { table: "passes", column: "hc1", row: [row.pharmacyNumber, record.key] };
	const sealedPass = context.cipher.seal(place, pass.hc1);
	return { prepared, pass, sealedPass, tokenHash: secretHash(record.holderToken) };
}

function answerOf({ prepared: { record, row }, pass }: CompletedRecord): WriteAnswer {
	const registeredAt = numericDate(row.registeredAt);
	return {
		record,
		answer: { key: record.key, outcome: "registered", registeredAt, passId: pass.uvci },
		change: { codeDay: dayOf(row.codeDay), revoked: false },
	};
}
