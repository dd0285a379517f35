/**
 * Makes the partitions of the coming months (spec RT-1). With the owner's rights, by a function of the database: the
 * portal's own account makes no tables. Each is a transaction of its own, so that what has to wait waits for one.
 */
import "server-only";
import type { ServerContext } from "../context/server-context";

export async function makePartitions({ db, log }: ServerContext): Promise<void> {
	for (;;) {
		const [row] = await db.$queryRaw<readonly { readonly name: string | null }[]>`SELECT make_partition() AS name`;
		if (row?.name == null) return;
		log.info({ partition: row.name }, "a partition was made");
	}
}
