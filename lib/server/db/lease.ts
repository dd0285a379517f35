/**
 * What one of several instances does alone: it holds a lease in the database, by the database's clock, and renews it each
 * time it asks. One that died loses it at its end. A lease, and no lock of a session: poolers and other engines give those
 * away.
 */
import "server-only";
import type { Database } from "./database";

export type Lease = { readonly name: string; readonly holder: string };

/** Whether `holder` has it from now on, for so many seconds. */
export async function takeLease(db: Database, { name, holder }: Lease, seconds: number): Promise<boolean> {
	const rows = await db.$queryRaw<readonly unknown[]>`
		INSERT INTO leases (name, holder, ends_at)
		VALUES (${name}, ${holder}::uuid, now() + make_interval(secs => ${seconds}::int))
		ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, ends_at = excluded.ends_at
		WHERE leases.holder = excluded.holder OR leases.ends_at < now() RETURNING name`;
	return rows.length > 0;
}

/** Lets another one have it at once. */
export async function giveUpLease(db: Database, lease: Lease): Promise<void> {
	await db.lease.deleteMany({ where: lease });
}
