/**
 * What PostgreSQL is told beside its own defaults, which are made for small databases. A country that comes back at once
 * changes a million pages in minutes, and after each checkpoint the first change of a page writes the whole page to the log:
 * with the log's usual gigabyte a checkpoint came every twenty seconds, and most of what was written was such pages.
 */
import { totalmem } from "node:os";

const MB = 1024 * 1024;
/** MB. PostgreSQL's own default, and what it is told to take at most without being asked to. */
const BUFFERS = { least: 128, most: 1024 } as const;

/** Settings by name. `memory`: bytes that this machine has, or may have of it. */
export function tuning(memory = Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY)) {
	const quarter = Math.floor(memory / 4 / MB);
	const buffers = Math.max(BUFFERS.least, Math.min(quarter, BUFFERS.most));
	return {
		shared_buffers: `${buffers}MB`,
		// On the disk it is this much at most while a country comes back, and 80 MB as a rule. After a crash it is read again.
		max_wal_size: "4GB",
		// One question of the console would take all processors from those who wait for theirs.
		max_parallel_workers_per_gather: "0",
		jit: "off",
	};
}
