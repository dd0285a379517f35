import "server-only";
import type { AuditAction } from "../../audit/actions";
import { noteAct } from "../../audit/note-act";
import type { Transaction } from "../../db/database";
import type { Registrant } from "./prepare-record";

type Revocation = {
	readonly action: Extract<AuditAction, `${string}.revoked`>;
	readonly jti: string;
	readonly index: number;
};

/** That a counter had a paper revoked, or brought the last sheet for which an index that papers share had waited. */
export async function noteRevocation(
	tx: Transaction,
	{ pharmacyNumber, deviceId, requestId }: Registrant,
	{ action, jti, index }: Revocation,
): Promise<void> {
	const by = { kind: "device", name: deviceId, requestId } as const;
	await noteAct(tx, { action, by, subject: { pharmacy: pharmacyNumber, paper: `${jti}.${index}` } });
}
