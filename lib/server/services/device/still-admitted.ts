import "server-only";
import { Prisma } from "@/generated/prisma/client";
import { err, ok, type Result } from "@/lib/shared/result";
import type { Transaction } from "../../db/database";
import type { Refusal } from "../refusal";

/** What a write answers that looks at the denial again. */
export type UnlessDenied<Value> = Result<Value, Refusal<"device_denied">>;

const LOCKS = {
	/** Others of the same device go on beside it. */
	shared: Prisma.sql`FOR SHARE OF d`,
	/**
	 * For a transaction that goes on to write the device's row. Two that shared it first would each wait for the other; so
	 * they come one after the other, and the second sees what the first wrote.
	 */
	own: Prisma.sql`FOR NO KEY UPDATE OF d`,
};

/**
 * Looks at the denial again, in the transaction that writes (spec AB-6): the caller was let in a moment ago. A denial that
 * comes meanwhile waits for this transaction; one that was first is seen.
 */
export async function stillAdmitted(
	tx: Transaction,
	deviceId: string,
	lock: keyof typeof LOCKS = "shared",
): Promise<UnlessDenied<true>> {
	const rows = await tx.$queryRaw<readonly { readonly admitted: boolean }[]>`
		SELECT d.state = 'active' AND p.denied_at IS NULL AS admitted
		FROM devices d LEFT JOIN pharmacies p ON p.number = d.pharmacy_number
		WHERE d.id = ${deviceId}::uuid ${LOCKS[lock]}`;
	return rows[0]?.admitted === true ? ok(true) : err({ code: "device_denied" });
}
