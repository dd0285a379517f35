import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import { type Prisma, PrismaClient } from "@/generated/prisma/client";

export type Database = PrismaClient;
/** The same calls inside a transaction. */
export type Transaction = Prisma.TransactionClient;

export type OpenDatabaseOptions = {
	readonly connectionString: string;
	/** Connections at most. */
	readonly pool: number;
	/** Told of a connection that broke while idle: the server restarted, say. */
	readonly onIdleFault?: (fault: Error) => void;
};

/** Opens lazily: the first query connects, so that everything that needs no database works without one. */
export function openDatabase({ connectionString, pool, onIdleFault }: OpenDatabaseOptions): Database {
	const adapter = new PrismaPg(
		{
			connectionString,
			max: pool,
			connectionTimeoutMillis: 5_000,
			idleTimeoutMillis: 30_000,
			application_name: "relais",
		},
		{ onPoolError: (fault) => onIdleFault?.(fault) },
	);
	return new PrismaClient({ adapter, errorFormat: "minimal" });
}
