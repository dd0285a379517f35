/**
 * An entry of the audit trail, in the transaction of the act that it tells of: neither exists without the other (spec AU-1).
 * The database gives it its time. Its account may add entries and not read them, so nothing is asked back.
 */
import "server-only";
import type { Transaction } from "../db/database";
import type { AuditAction } from "./actions";
import type { Actor } from "./actor";

/**
 * What it was done to: ids that the portal or a client's random numbers made, and numbers of pharmacies. Never a person's
 * data, and never a text that somebody typed (AU-3).
 */
export type Subject = Readonly<
	Partial<
		Record<
			| "device"
			| "pharmacy"
			| "venue"
			| "assignment"
			/** Id of an enrolment code, or the beginning of the hash of a console link: neither opens anything. */
			| "code"
			| "link"
			/** Delegation and index, as the status list has it. */
			| "paper"
			| "key"
			/** Table and month. */
			| "partition",
			string
		>
	>
>;

type Act = { readonly action: AuditAction; readonly by: Actor; readonly subject: Subject };

export async function noteAct(tx: Transaction, { action, by, subject }: Act): Promise<void> {
	const { kind: actorKind, name: actor, requestId = null } = by;
	await tx.auditEntry.createMany({ data: [{ action, actorKind, actor, subject, requestId }] });
}
