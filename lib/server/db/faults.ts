/**
 * What a thrown database fault means to a service: ask again, somebody was first, or the database is unreachable.
 * Prisma names faults by code (P2002 …); PostgreSQL's own SQLSTATE stands in `meta` for those without one.
 */
import "server-only";

type Fault = { readonly code?: unknown; readonly name?: unknown; readonly meta?: unknown; readonly cause?: unknown };

function isFault(value: unknown): value is Fault {
	return typeof value === "object" && value !== null;
}

/** SQLSTATE, of a fault that Prisma wrapped or that `pg` threw. */
function sqlState(fault: Fault): unknown {
	return driverCause(fault).originalCode ?? fault.code;
}

/** The driver adapter's description, wherever Prisma put it. */
function driverCause(fault: Fault): Fault & { readonly originalCode?: unknown; readonly kind?: unknown } {
	const meta = isFault(fault.meta) ? (fault.meta as { driverAdapterError?: unknown }).driverAdapterError : undefined;
	const adapter = isFault(meta) ? meta : fault;
	return isFault(adapter.cause) ? adapter.cause : {};
}

export function isForeignKeyViolation(fault: unknown): boolean {
	return isFault(fault) && (fault.code === "P2003" || driverCause(fault).originalCode === "23503");
}

/** What was to be written breaks a rule of the tables, whenever it is tried: SQLSTATE classes 22 and 23. */
export function isDataFault(fault: unknown): boolean {
	if (!isFault(fault)) return false;
	const state = sqlState(fault);
	return typeof state === "string" && /^2[23]/.test(state);
}

/** Deadlock or serialization failure: nothing was written, the same transaction may be tried again. */
export function isTransientConflict(fault: unknown): boolean {
	if (!isFault(fault)) return false;
	const state = sqlState(fault);
	return fault.code === "P2034" || state === "40001" || state === "40P01";
}

/** Prisma: cannot reach, denied, timed out, closed, pool or transaction timeout, too many connections. */
const AWAY_CODES = new Set([
	"P1000",
	"P1001",
	"P1002",
	"P1003",
	"P1008",
	"P1010",
	"P1011",
	"P1017",
	"P2024",
	"P2028",
	"P2037",
]);
const AWAY_KINDS = new Set([
	"DatabaseNotReachable",
	"ConnectionClosed",
	"SocketTimeout",
	"TooManyConnections",
	"TlsConnectionError",
	"AuthenticationFailed",
	"DatabaseDoesNotExist",
]);
/**
 * Node's socket errors; PostgreSQL's classes 08 (connection), 53 (resources) and 57P (shutting down); 57014 and 25P03,
 * by which it ends what takes too long (db/database.ts).
 */
const AWAY_STATES = /^(?:ECONN|EPIPE$|ETIMEDOUT$|ENOTFOUND$|08|53|57P|57014$|25P03$)/;

/** The database cannot be used now; what the caller wanted is undecided only if a commit was under way. */
export function isDatabaseUnreachable(fault: unknown): boolean {
	if (!isFault(fault)) return false;
	if (fault.name === "PrismaClientInitializationError") return true;
	const cause = driverCause(fault);
	const words = [fault.code, cause.code, cause.originalCode].filter((word) => typeof word === "string");
	if (words.some((word) => AWAY_CODES.has(word) || AWAY_STATES.test(word))) return true;
	if (typeof cause.kind === "string" && AWAY_KINDS.has(cause.kind)) return true;
	const message = fault instanceof Error ? fault.message : "";
	return /Connection terminated|is not queryable|timeout exceeded when trying to connect|Can't reach database/.test(
		message,
	);
}
