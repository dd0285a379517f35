/**
 * Forgets what the operator keeps no longer (spec RT-3): months of records and passes by dropping their partitions, the rest
 * in batches. By the database's clock, so that no instance whose own runs ahead forgets anything early.
 */
import "server-only";
import { Prisma } from "@/generated/prisma/client";
import { noteAct } from "../audit/note-act";
import type { ServerContext } from "../context/server-context";
import type { Database } from "../db/database";
import { transact } from "../db/transact";

/** Rows of one statement: what it locks and writes stays small. */
const BATCH = 2_000;

export async function forgetOld({ db, log, settings }: ServerContext): Promise<void> {
	const { recordDays } = settings;
	if (recordDays === undefined) return;
	const before = Prisma.sql`now() - make_interval(days => ${recordDays}::int)`;
	for (;;) {
		const partition = await dropPartition(db, before);
		if (partition === undefined) break;
		log.info({ partition }, "a partition was dropped: its time is over");
	}
	for (const [table, old] of rowsBefore(before)) {
		let deleted = 0;
		do {
			// A row's place, which is good for as long as the statement runs.
			deleted = await db.$executeRaw`
				DELETE FROM ${table} WHERE ctid = ANY(ARRAY(SELECT t.ctid FROM ${table} t ${old} LIMIT ${BATCH}::int))`;
		} while (deleted === BATCH);
	}
}

/** The oldest one whose time is over: its name. */
async function dropPartition(db: Database, before: Prisma.Sql): Promise<string | undefined> {
	return transact(db, async (tx) => {
		const [row] = await tx.$queryRaw<readonly { readonly name: string | null }[]>`
			SELECT drop_partition(${before}) AS name`;
		if (row?.name == null) return undefined;
		const by = { kind: "portal", name: "tidy" } as const;
		await noteAct(tx, { action: "month.forgotten", by, subject: { partition: row.name } });
		return row.name;
	});
}

/** Holder links stay: they say that their record is no longer kept, and hold the hash of a random number. */
function rowsBefore(before: Prisma.Sql): readonly (readonly [table: Prisma.Sql, old: Prisma.Sql])[] {
	const ended = Prisma.sql`JOIN assignments a ON a.id = t.assignment_id WHERE a.ends_at < ${before}`;
	return [
		[Prisma.sql`mail_jobs`, Prisma.sql`WHERE t.created_at < ${before}`],
		[Prisma.sql`shared_papers`, Prisma.sql`WHERE t.seen_at < ${before}`],
		[Prisma.sql`positive_results`, Prisma.sql`WHERE t.registered_at < ${before}`],
		[Prisma.sql`check_ins`, ended],
		[Prisma.sql`posts`, ended],
	];
}
