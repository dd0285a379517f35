/**
 * Every API route is declared here, once: who may call it, what body it takes, how large, and how it ranks under load.
 * A handler gets a proven caller and a parsed body, and answers; everything it throws becomes a problem answer.
 *
 * Order: method → room → size → caller → content type → shape → handler. Answers are never stored by caches.
 */
import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { assertNever } from "@/lib/shared/assert-never";
import { devicePublicJwk } from "@/lib/sync/device-kit";
import type { Access, Callers } from "../auth/caller";
import { requireConsole } from "../auth/console-session";
import { requireDevice, requireKeyHolder, type SignedRequest } from "../auth/device-proof";
import { currentContext } from "../context/current-context";
import type { ServerContext } from "../context/server-context";
import { isDatabaseAway } from "../db/faults";
import type { Priority } from "./load-guard";
import { ApiProblem, type ProblemCode, problemResponse } from "./problem-response";
import { parseBody, readBytes, requireJson } from "./read-body";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
export type Method = (typeof METHODS)[number];

export type RouteCall<Who extends Access, Body> = {
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

export type RouteHandler = ((request: Request) => Promise<Response>) & { readonly route?: Route };
export type RouteHandlers = Readonly<Record<Method, RouteHandler>>;

const DEFAULT_MAX_BYTES = 16_384;

/** The exports of a route.ts: the declared methods, and 405 for the others. */
export function defineRoutes(routes: Partial<Record<Method, Route>>): RouteHandlers {
	const allow = METHODS.filter((method) => routes[method] !== undefined).join(", ");
	const entries = METHODS.map((method) => {
		const declared = routes[method];
		const handler: RouteHandler = declared
			? Object.assign((request: Request) => serve(declared, request), { route: declared })
			: async () => problemResponse("method_not_allowed", { headers: { allow } });
		return [method, handler] as const;
	});
	return Object.fromEntries(entries) as RouteHandlers;
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
	const { request, context } = served;
	const entry = context.guard.enter(declared.priority ?? "interactive");
	if (!entry.ok) return problemResponse("overloaded", { retryAfter: entry.retryAfter });
	try {
		return await answer(declared, request, context);
	} catch (fault) {
		return answerFault(fault, served);
	} finally {
		entry.leave();
	}
}

async function answer(declared: Route, request: Request, context: ServerContext): Promise<Response> {
	const url = new URL(request.url);
	const bytes = await readBytes(request, declared.maxBytes ?? DEFAULT_MAX_BYTES);
	const caller = await identify(declared.access, { request, pathname: url.pathname, bytes, context });
	charge(context, callerName(caller, request));
	let body: unknown;
	if (declared.body !== undefined) {
		requireJson(request);
		body = parseBody(bytes, declared.body);
	} else if (bytes.length > 0) {
		throw new ApiProblem("request_malformed");
	}
	const answered = await declared.handle({ context, caller, body: body as never, query: url.searchParams } as never);
	return answered instanceof Response ? answered : Response.json(answered);
}

type Incoming = {
	readonly request: Request;
	readonly pathname: string;
	readonly bytes: Uint8Array;
	readonly context: ServerContext;
};

/** The one place where access is decided. */
async function identify(access: Access, incoming: Incoming): Promise<Callers[Access]> {
	const { request, context } = incoming;
	switch (access) {
		case "public":
			checkOrigin(incoming, false);
			return { kind: "anonymous" };
		case "console":
			checkOrigin(incoming, request.method !== "GET");
			return requireConsole(context, request.headers.get("cookie"));
		case "device:unenrolled":
			return identifyDevice(incoming, async (signed) => {
				requireJson(request);
				const { jwk } = parseBody(incoming.bytes, z.looseObject({ jwk: devicePublicJwk }));
				return requireKeyHolder(context, signed, jwk);
			});
		case "device:any":
		case "device:counter":
		case "device:verifier":
			return identifyDevice(incoming, async (signed) => {
				const device = await requireDevice(context, signed);
				const isCounter = device.role === "counter";
				if (access === "device:counter" && !isCounter) throw new ApiProblem("role_forbidden");
				if (access === "device:verifier" && isCounter) throw new ApiProblem("role_forbidden");
				return device;
			});
		default:
			return assertNever(access);
	}
}

/** A failed proof is charged to the address that it came from, a good one to the device. */
async function identifyDevice<Caller>(
	{ request, pathname, bytes, context }: Incoming,
	check: (signed: SignedRequest) => Promise<Caller>,
): Promise<Caller> {
	const authorization = request.headers.get("authorization");
	try {
		return await check({ method: request.method, pathname, authorization, body: bytes });
	} catch (fault) {
		if (fault instanceof ApiProblem) charge(context, addressOf(request));
		throw fault;
	}
}

/** Browsers send `Origin` with every write and with every read from another site: another site's never passes. */
function checkOrigin({ request, context }: Incoming, required: boolean): void {
	const origin = request.headers.get("origin");
	if (origin === null && !required) return;
	if (origin === null || !context.settings.origins.includes(origin)) throw new ApiProblem("origin_forbidden");
}

function charge({ guard }: ServerContext, caller: string): void {
	const wait = guard.charge(caller, performance.now());
	if (wait > 0) throw new ApiProblem("too_many_requests", { retryAfter: wait });
}

function callerName(caller: Callers[Access], request: Request): string {
	switch (caller.kind) {
		case "device":
			return `device ${caller.deviceId}`;
		case "unenrolled":
		case "anonymous":
			return addressOf(request);
		case "console":
			return `console ${caller.operator}`;
		default:
			return assertNever(caller);
	}
}

/** The last hop's word: Next fills it from the socket when no proxy did. */
function addressOf(request: Request): string {
	return `address ${request.headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "unknown"}`;
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
