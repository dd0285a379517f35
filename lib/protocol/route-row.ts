/** What a row of the API's table says (routes.ts), and what follows from it for each call. */
import type { z } from "zod";
import type { ProblemCode } from "./problem";

export const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
export type Method = (typeof METHODS)[number];

/**
 * Who may call. `device:unenrolled`: whoever signs with the key that the body brings along. `device:verifier`: doors and
 * trains. `device:sender`: a counter, by its own key or by its transport key, which may call nothing else. `monitor`: who
 * has the token of the settings; without one in the settings, nobody.
 */
export const ACCESSES = [
	"public",
	"device:unenrolled",
	"device:any",
	"device:counter",
	"device:sender",
	"device:verifier",
	"console",
	"monitor",
] as const;
export type Access = (typeof ACCESSES)[number];

/**
 * What strangers make the portal look up in its database: a device by a key that this process does not know, a session by
 * a cookie that it does not know, a console link, an enrolment code, a pass. Each is limited by network (spec AB-3).
 */
export const LOOKUPS = ["device", "session", "link", "enrolment", "pass"] as const;
export type Lookups = (typeof LOOKUPS)[number];

/** Whose callers are strangers until the database has been asked; null: nothing is asked of it for each call. */
type OfStrangers = { readonly access: "public" | "device:unenrolled"; readonly looksUp: Lookups | null };
type OfProven = { readonly access: Exclude<Access, OfStrangers["access"]>; readonly looksUp?: never };

export type RouteRow = (OfStrangers | OfProven) & {
	readonly method: Method;
	readonly path: string;
	/** Absent: the call takes no body. */
	readonly request?: z.ZodType;
	/** Members of the request that are judged one by one, by the place where the schema leaves them open. */
	readonly parts?: Readonly<Record<string, z.ZodType>>;
	/** Names of the query's parameters, each optional. */
	readonly query?: readonly string[];
	/** Of the answer when all is well. */
	readonly status: 200 | 201 | 204;
	/** Absent with 204, and where the answer is no JSON. */
	readonly answer?: z.ZodType;
	/** Beside those that every call of this access knows (`problemsOf`). */
	readonly problems: readonly ProblemCode[];
	/** Bytes of body at most; 16 KiB unless said otherwise. */
	readonly maxBytes?: number;
	/** Bulk gives way to interactive calls under load. `live`: bulk, unless the body is small: then somebody is at work. */
	readonly priority: "interactive" | "bulk" | "live";
	/** What makes sending it again safe, as docs/api.md says it. */
	readonly again: string;
};

const DEFAULT_MAX_BYTES = 16_384;
/** Bodies of at most so many bytes are small: they have to be there within seconds (spec AB-1). */
const SMALL_BYTES = 32_768;

export function bodyLimit({ maxBytes = DEFAULT_MAX_BYTES }: Pick<RouteRow, "maxBytes">): {
	readonly maxBytes: number;
	readonly small: boolean;
} {
	return { maxBytes, small: maxBytes <= SMALL_BYTES };
}

/** How a call ranks, and what is taken of its body. */
export type Rank = {
	readonly priority: "interactive" | "bulk";
	readonly maxBytes: number;
	readonly small: boolean;
};

/** @param bytes that the call says its body has; NaN where it does not say. */
export function rankOf(row: Pick<RouteRow, "maxBytes" | "priority">, bytes: number): Rank {
	const { priority } = row;
	if (priority !== "live") return { priority, ...bodyLimit(row) };
	if (bytes <= SMALL_BYTES) return { priority: "interactive", ...bodyLimit({ maxBytes: SMALL_BYTES }) };
	return { priority: "bulk", ...bodyLimit(row) };
}

const OF_ALL: readonly ProblemCode[] = [
	"request_malformed",
	"method_not_allowed",
	"body_too_large",
	"body_too_slow",
	"too_many_requests",
	"internal_fault",
	"overloaded",
	"database_unavailable",
];
const OF_PROOF: readonly ProblemCode[] = ["proof_missing", "proof_invalid", "proof_time", "proof_replayed"];
const OF_DEVICE: readonly ProblemCode[] = [...OF_PROOF, "device_not_enrolled", "device_denied"];

/** What every call of an access may be answered. */
export const ACCESS_PROBLEMS: Readonly<Record<Access, readonly ProblemCode[]>> = {
	public: ["origin_forbidden"],
	"device:unenrolled": OF_PROOF,
	"device:any": [...OF_DEVICE, "role_forbidden"],
	"device:counter": [...OF_DEVICE, "role_forbidden"],
	"device:sender": [...OF_DEVICE, "role_forbidden"],
	"device:verifier": [...OF_DEVICE, "role_forbidden"],
	console: ["origin_forbidden", "session_required"],
	monitor: ["token_required"],
};

/** Every problem that a call may be answered with. */
export function problemsOf(row: RouteRow): readonly ProblemCode[] {
	const ofBody: readonly ProblemCode[] = row.request === undefined ? [] : ["body_type"];
	return [...new Set([...row.problems, ...ACCESS_PROBLEMS[row.access], ...ofBody, ...OF_ALL])];
}
