/**
 * Serves the rows of lib/protocol/routes.ts: who may call, what body it takes, how large, and how it ranks under load.
 * A handler gets a proven caller and a parsed body, and answers; everything it throws becomes a problem answer.
 *
 * Order: method → small body → room → caller → large body → content type → shape → handler. Answers are never stored by
 * caches.
 */
import "server-only";
import { randomUUID } from "node:crypto";
import type { z } from "zod";
import type { ProblemCode } from "@/lib/protocol/problem";
import { METHODS, type Method, type Rank, type RouteRow, rankOf } from "@/lib/protocol/route-row";
import type { Callers } from "../auth/caller";
import { type Incoming, identifyCaller } from "../auth/identify-caller";
import { currentContext } from "../context/current-context";
import type { ServerContext } from "../context/server-context";
import { isDatabaseUnreachable } from "../db/faults";
import type { Coming } from "./load-guard";
import { ApiProblem, problemResponse } from "./problem-response";
import { parseBody, readBytes, requireJson } from "./read-body";

type BodyOf<Row extends RouteRow> = Row extends { readonly request: infer Schema extends z.ZodType }
	? z.infer<Schema>
	: undefined;
export type AnswerOf<Row extends RouteRow> = Row extends { readonly answer: infer Schema extends z.ZodType }
	? Frozen<z.infer<Schema>>
	: never;
/** Services answer with values that nobody changes. */
type Frozen<Value> = Value extends object ? { readonly [Key in keyof Value]: Frozen<Value[Key]> } : Value;

type RouteCall<Row extends RouteRow> = {
	readonly context: ServerContext;
	readonly caller: Callers[Row["access"]] & { readonly requestId: string };
	readonly body: BodyOf<Row>;
	readonly query: URLSearchParams;
};

/** Answers with a Response, or with a value that becomes JSON under the row's status. */
type Handle<Row extends RouteRow> = (call: RouteCall<Row>) => Promise<Response | AnswerOf<Row>>;

export type Route = { readonly row: RouteRow; readonly handle: (call: never) => Promise<unknown> };

/** A row of the table with what serves it. */
export function route<const Row extends RouteRow>(row: Row, handle: Handle<Row>): Route {
	return { row, handle };
}

type RouteHandler = ((request: Request) => Promise<Response>) & { readonly route?: Route };
/** What a route.ts exports. Without OPTIONS of ours Next would answer it, and allow every method that is exported. */
export type RouteHandlers = Readonly<Record<Method | "HEAD" | "OPTIONS", RouteHandler>>;

/** The exports of a route.ts: the methods of its rows, and 405 for the others. HEAD is GET without its body. */
export function defineRoutes(...routes: readonly Route[]): RouteHandlers {
	const served = new Map(routes.map((each) => [each.row.method, each]));
	const declared = METHODS.filter((method) => served.has(method));
	const allow = [...declared, ...(served.has("GET") ? ["HEAD"] : []), "OPTIONS"].join(", ");
	const refuse = always(() => problemResponse("method_not_allowed", { headers: { allow } }));
	return handlersOf((method) => {
		if (method === "OPTIONS") return always(() => new Response(null, { status: 204, headers: { allow } }));
		const found = served.get(method === "HEAD" ? "GET" : method);
		return found ? Object.assign((request: Request) => serve(found, request), { route: found }) : refuse;
	});
}

/** The exports of the route.ts that catches what no other one is there for. */
export function unknownPath(): RouteHandlers {
	return handlersOf(() => always(() => problemResponse("path_unknown")));
}

function handlersOf(handlerOf: (method: keyof RouteHandlers) => RouteHandler): RouteHandlers {
	const entries = [...METHODS, "HEAD" as const, "OPTIONS" as const].map((method) => [method, handlerOf(method)]);
	return Object.fromEntries(entries) as RouteHandlers;
}

/** The same answer to everybody, for which nothing has to be asked. */
function always(answerOf: () => Response): RouteHandler {
	return async () => finish(answerOf(), randomUUID());
}

type Served = {
	readonly request: Request;
	readonly context: ServerContext;
	readonly requestId: string;
	readonly rank: Rank;
};

async function serve(declared: Route, request: Request): Promise<Response> {
	const start = performance.now();
	const rank = rankOf(declared.row, bytesOf(request));
	const served: Served = { request, context: await currentContext(), requestId: randomUUID(), rank };
	const response = finish(await serveInTurn(declared, served), served.requestId);
	const { log, requestLog, metrics } = served.context;
	const kind = { method: request.method, path: declared.row.path, status: response.status };
	const ms = performance.now() - start;
	metrics.ended({ ...kind, seconds: ms / 1_000 });
	const own = { requestId: served.requestId, ms: Math.round(ms) };
	if (response.status < 400) log.debug({ ...kind, ...own }, "request");
	else requestLog.write({ level: "info", message: "request", kind, own });
	return response;
}

/** Everything that a handler throws ends here. */
async function serveInTurn(declared: Route, served: Served): Promise<Response> {
	try {
		// Until a small body is there, it is a socket and the bytes that came.
		const early = served.rank.small ? await bodyOf(served) : undefined;
		return await serveInside(declared, served, early);
	} catch (fault) {
		return answerFault(fault, served);
	}
}

async function serveInside(declared: Route, served: Served, early: Uint8Array | undefined): Promise<Response> {
	const entry = served.context.guard.enter(comingOf(served));
	if (entry.outcome === "turned_away") return problemResponse("overloaded", { retryAfter: entry.retryAfter });
	try {
		return await answer(declared, served, { join: entry.as, early });
	} finally {
		entry.leave();
	}
}

/** NaN where it does not say. */
function bytesOf({ headers }: Request): number {
	return Number(headers.get("content-length") ?? Number.NaN);
}

/** Longer than the head of any device's proof, which names its key: the same in each of its calls. */
const NAME = 256;

function comingOf({ request, rank: { priority, maxBytes } }: Served): Coming {
	const [who = ""] = (request.headers.get("authorization") ?? "").slice(0, NAME).split(".", 1);
	const bytes = bytesOf(request);
	return { priority, who, bytes: bytes <= maxBytes ? bytes : maxBytes };
}

function bodyOf({ request, context, rank: { maxBytes, small } }: Served): Promise<Uint8Array> {
	return readBytes(request, { maxBytes, withinMs: small ? context.guard.bodyMs : undefined });
}

type Entered = { readonly join: Incoming["join"]; readonly early: Uint8Array | undefined };

async function answer(declared: Route, served: Served, { join, early }: Entered): Promise<Response> {
	const { request, context, requestId } = served;
	const { guard } = context;
	const { row } = declared;
	const { pathname, searchParams } = new URL(request.url);
	const incoming: Incoming = { request, pathname, context, join };
	const identified = await guard.work("interactive", () => identifyCaller(row, incoming));
	const bytes = early ?? (await bodyOf(served));
	return guard.work(served.rank.priority, async () => {
		const caller = await identified(bytes);
		const body = readBody(row, request, bytes);
		const call = { context, caller: { ...caller, requestId }, body, query: searchParams };
		const answered = await declared.handle(call as never);
		return answered instanceof Response ? answered : Response.json(answered, { status: row.status });
	});
}

function readBody({ request: schema }: RouteRow, request: Request, bytes: Uint8Array): unknown {
	if (schema === undefined) {
		if (bytes.length > 0) throw new ApiProblem("request_malformed");
		return undefined;
	}
	requireJson(request);
	return parseBody(bytes, schema);
}

function answerFault(fault: unknown, { context, requestId, request }: Served): Response {
	if (fault instanceof ApiProblem) return problemResponse(fault.code, fault.details);
	const unreachable = isDatabaseUnreachable(fault);
	const code: ProblemCode = unreachable ? "database_unavailable" : "internal_fault";
	const path = new URL(request.url).pathname;
	context.requestLog.write({
		level: unreachable ? "warn" : "error",
		message: "request failed",
		kind: { path, method: request.method, code },
		own: { err: fault, requestId },
	});
	return problemResponse(code, { retryAfter: 5 });
}

function finish(response: Response, requestId: string): Response {
	if (!response.headers.has("cache-control")) response.headers.set("cache-control", "no-store");
	response.headers.set("x-request-id", requestId);
	return response;
}
