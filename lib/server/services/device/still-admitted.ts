import "server-only";
import { err, ok, type Result } from "@/lib/shared/result";
import type { Transaction } from "../../db/database";
import type { Refusal } from "../refusal";

/** What a write answers that looks at the denial again. */
export type UnlessDenied<Value> = Result<Value, Refusal<"device_denied">>;

/**
 * Looks at the denial again, in the transaction that writes (spec AB-6): the caller was let in a moment ago. A denial that
 * comes meanwhile waits for this transaction; one that was first is seen.
 */
export async function stillAdmitted(tx: Transaction, deviceId: string): Promise<UnlessDenied<true>> {
	const rows = await tx.$queryRaw<readonly { readonly admitted: boolean }[]>`
		SELECT d.state = 'active' AND p.denied_at IS NULL AS admitted
		FROM devices d LEFT JOIN pharmacies p ON p.number = d.pharmacy_number
		WHERE d.id = ${deviceId}::uuid FOR SHARE OF d`;
	return rows[0]?.admitted === true ? ok(true) : err({ code: "device_denied" });
}
