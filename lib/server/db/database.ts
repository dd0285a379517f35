import "server-only";
import { Socket } from "node:net";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { type Prisma, PrismaClient } from "@/generated/prisma/client";

export type Database = PrismaClient;
/** The same connections, for the few statements where Prisma costs more than the work (services/record). */
export type Connections = pg.Pool;
/** The same calls inside a transaction. */
export type Transaction = Prisma.TransactionClient;

export type OpenDatabaseOptions = {
	readonly connectionString: string;
	/** Connections at most. */
	readonly pool: number;
	/** Milliseconds of silence on a connection after which the connection is given up. */
	readonly patience?: number | undefined;
	/** Told of a connection that broke while idle: the server restarted, say. */
	readonly onIdleFault?: (fault: Error) => void;
};

/** Longer than any caller waits. */
const STATEMENT_MS = 30_000;
/** Longer than any transaction here thinks between two statements: its process is gone, its locks must not stay. */
const IDLE_IN_TRANSACTION_MS = 60_000;
const PATIENCE_MS = STATEMENT_MS + 5_000;

/** Sends what one turn of the event loop writes as one piece: pg flushes after each statement of a pipeline. */
class GatheringSocket extends Socket {
	override uncork(): void {
		process.nextTick(() => super.uncork());
	}
}

/**
 * A database whose machine lost power says nothing, and TCP retries for a quarter of an hour. An idle connection
 * is closed by the pool before it comes to that.
 */
function impatientSocket(patience: number): Socket {
	const socket = new GatheringSocket();
	socket.setTimeout(patience, () => {
		const fault = new Error("the database connection fell silent");
		socket.destroy(Object.assign(fault, { code: "ETIMEDOUT", syscall: "read", errno: -110 }));
	});
	return socket;
}

/** Opens lazily: the first query connects, so that everything that needs no database works without one. */
export function openDatabase({ connectionString, pool, patience, onIdleFault }: OpenDatabaseOptions): {
	readonly db: Database;
	/** Ends with `db`. */
	readonly connections: Connections;
} {
	const connections = new pg.Pool({
		connectionString,
		max: pool,
		connectionTimeoutMillis: 5_000,
		idleTimeoutMillis: 30_000,
		statement_timeout: STATEMENT_MS,
		idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
		stream: () => impatientSocket(patience ?? PATIENCE_MS),
		// A statement is sent when it is asked for, not when the one before it is answered (one-round-trip.ts).
		pipeline: true,
		application_name: "relais",
		// Between two uses the pool listens for no error, and a connection that breaks then would end the process.
		// Whoever uses the connection next gets the error.
		onConnect: (client) => client.on("error", () => undefined),
	});
	connections.on("error", (fault) => onIdleFault?.(fault));
	const adapter = new PrismaPg(connections, { disposeExternalPool: true });
	return { db: new PrismaClient({ adapter, errorFormat: "minimal" }), connections };
}
