/**
 * Every API route is declared here, once: who may call it, what body it takes, how large, and how it ranks under load.
 * A handler gets a proven caller and a parsed body, and answers; everything it throws becomes a problem answer.
 *
 * Order: method → room → caller → size → content type → shape → handler. Answers are never stored by caches.
 */
import "server-only";
import { randomUUID } from "node:crypto";
import type { z } from "zod";
import type { Access, Callers } from "../auth/caller";
import { type Incoming, identifyCaller } from "../auth/identify-caller";
import { currentContext } from "../context/current-context";
import type { ServerContext } from "../context/server-context";
import { isDatabaseAway } from "../db/faults";
import type { Priority } from "./load-guard";
import { ApiProblem, type ProblemCode, problemResponse } from "./problem-response";
import { parseBody, readBytes, requireJson } from "./read-body";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
export type Method = (typeof METHODS)[number];

type RouteCall<Who extends Access, Body> = {
	readonly context: ServerContext;
	readonly caller: Callers[Who];
	readonly body: Body;
	readonly query: URLSearchParams;
};

export type Route<Who extends Access = Access, Schema extends z.ZodType = z.ZodType> = {
	readonly access: Who;
	/** Absent: the call takes no body. */
	readonly body?: Schema;
	/** Bytes of body at most; 16 KiB unless said otherwise. */
	readonly maxBytes?: number;
	readonly priority?: Priority;
	/** Answers with a Response, or with a value that becomes a 200 with JSON. */
	readonly handle: (call: RouteCall<Who, z.infer<Schema>>) => Promise<Response | object>;
};

/** One method of one path; exists so that `handle` knows its caller and body from `access` and `body`. */
export function route<const Who extends Access, Schema extends z.ZodType = z.ZodUndefined>(
	definition: Route<Who, Schema>,
): Route {
	return definition as unknown as Route;
}

type RouteHandler = ((request: Request) => Promise<Response>) & { readonly route?: Route };
/** What a route.ts exports. Without OPTIONS of ours Next would answer it, and allow every method that is exported. */
export type RouteHandlers = Readonly<Record<Method | "HEAD" | "OPTIONS", RouteHandler>>;

const DEFAULT_MAX_BYTES = 16_384;

/** The exports of a route.ts: the declared methods, and 405 for the others. HEAD is GET without its body. */
export function defineRoutes(routes: Partial<Record<Method, Route>>): RouteHandlers {
	const declared = METHODS.filter((method) => routes[method] !== undefined);
	const allow = [...declared, ...(routes.GET ? ["HEAD"] : []), "OPTIONS"].join(", ");
	const refuse = always(() => problemResponse("method_not_allowed", { headers: { allow } }));
	return handlersOf((method) => {
		if (method === "OPTIONS") return always(() => new Response(null, { status: 204, headers: { allow } }));
		const found = routes[method === "HEAD" ? "GET" : method];
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

type Served = { readonly request: Request; readonly context: ServerContext; readonly requestId: string };

async function serve(declared: Route, request: Request): Promise<Response> {
	const start = performance.now();
	const served: Served = { request, context: await currentContext(), requestId: randomUUID() };
	const response = finish(await serveInTurn(declared, served), served.requestId);
	const { method, url } = request;
	const line = { requestId: served.requestId, method, path: new URL(url).pathname, status: response.status };
	const level = response.status < 400 ? "debug" : "info";
	served.context.log[level]({ ...line, ms: Math.round(performance.now() - start) }, "request");
	return response;
}

/** Everything that a handler throws ends here. */
async function serveInTurn(declared: Route, served: Served): Promise<Response> {
	const entry = served.context.guard.enter(declared.priority ?? "interactive");
	if (!entry.ok) return problemResponse("overloaded", { retryAfter: entry.retryAfter });
	try {
		return await answer(declared, served, entry.as);
	} catch (fault) {
		return answerFault(fault, served);
	} finally {
		entry.leave();
	}
}

async function answer(declared: Route, { request, context }: Served, join: Incoming["join"]): Promise<Response> {
	const { guard } = context;
	const { pathname, searchParams } = new URL(request.url);
	const incoming: Incoming = { request, pathname, context, join };
	const identified = await guard.work("interactive", () => identifyCaller(declared.access, incoming));
	const bytes = await readBytes(request, declared.maxBytes ?? DEFAULT_MAX_BYTES);
	return guard.work(declared.priority ?? "interactive", async () => {
		const caller = await identified(bytes);
		const body = readBody(declared, request, bytes);
		const answered = await declared.handle({ context, caller, body, query: searchParams } as never);
		return answered instanceof Response ? answered : Response.json(answered);
	});
}

function readBody({ body }: Route, request: Request, bytes: Uint8Array): unknown {
	if (body === undefined) {
		if (bytes.length > 0) throw new ApiProblem("request_malformed");
		return undefined;
	}
	requireJson(request);
	return parseBody(bytes, body);
}

function answerFault(fault: unknown, { context, requestId, request }: Served): Response {
	if (fault instanceof ApiProblem) return problemResponse(fault.code, fault.details);
	const away = isDatabaseAway(fault);
	const code: ProblemCode = away ? "database_unavailable" : "internal_fault";
	const path = new URL(request.url).pathname;
	context.log[away ? "warn" : "error"]({ err: fault, requestId, path, method: request.method, code }, "request failed");
	return problemResponse(code, { retryAfter: 5 });
}

function finish(response: Response, requestId: string): Response {
	if (!response.headers.has("cache-control")) response.headers.set("cache-control", "no-store");
	response.headers.set("x-request-id", requestId);
	return response;
}
