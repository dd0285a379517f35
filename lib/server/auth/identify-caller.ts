/**
 * The one place where access is decided. The head of a request is judged first: nobody unknown makes us wait for a large
 * body. What only the body can prove is asked of it once it is there.
 */
import "server-only";
import { createHash, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { devicePublicJwk } from "@/lib/protocol/device-kit";
import type { Access, RouteRow } from "@/lib/protocol/route-row";
import { assertNever } from "@/lib/shared/assert-never";
import type { ServerContext } from "../context/server-context";
import { networkOf } from "../http/network";
import { ApiProblem } from "../http/problem-response";
import { parseBody, requireJson } from "../http/read-body";
import type { Callers } from "./caller";
import { requireDevice, requireKeyHolder, requireProvenBody, type SignedRequest } from "./device-proof";
import { requireConsole } from "./require-console";
import { takeLookup } from "./take-lookup";

export type Incoming = {
	readonly request: Request;
	readonly pathname: string;
	readonly context: ServerContext;
	/** Counts whoever it is among those inside; false when there are too many of the same. */
	readonly join: (caller: string) => boolean;
};

/** Methods that change nothing. Browsers send them without `Origin` to their own site. */
const READS: ReadonlySet<string> = new Set(["GET", "HEAD"]);

/** Who it is, once the body came too. */
export type Identified = (body: Uint8Array) => Promise<Callers[Access]>;

export async function identifyCaller(row: RouteRow, incoming: Incoming): Promise<Identified> {
	const { request, context } = incoming;
	const network = networkOf(request);
	switch (row.access) {
		case "public": {
			checkOrigin(incoming, false);
			admit(incoming, `network ${network}`);
			const isKnown = row.looksUp === null ? () => undefined : takeLookup(context, row.looksUp, network);
			return async () => ({ kind: "anonymous", isKnown });
		}
		case "console": {
			checkOrigin(incoming, !READS.has(request.method));
			const cookies = request.headers.get("cookie");
			const caller = await requireConsole(context, { cookies, network });
			admit(incoming, `console ${caller.operator}`);
			return async () => caller;
		}
		case "monitor": {
			requireToken(incoming);
			admit(incoming, "monitor");
			return async () => ({ kind: "monitor" });
		}
		case "device:unenrolled":
			admit(incoming, `network ${network}`);
			return (body) => identifyKeyHolder(incoming, body);
		case "device:any":
		case "device:counter":
		case "device:sender":
		case "device:verifier":
			return identifyDevice(row.access, incoming);
		default:
			return assertNever(row);
	}
}

async function identifyKeyHolder(incoming: Incoming, body: Uint8Array) {
	requireJson(incoming.request);
	const { jwk } = parseBody(body, z.looseObject({ jwk: devicePublicJwk }));
	const proven = await requireKeyHolder(incoming.context, signedRequest(incoming), jwk);
	requireProvenBody(proven, body);
	return proven.caller;
}

/** A wrong token is charged to its network. Compared by their hashes: how far it is right takes no other time. */
function requireToken(incoming: Incoming): void {
	const { request, context } = incoming;
	const { metricsToken } = context.settings;
	const given = /^Bearer (\S+)$/.exec(request.headers.get("authorization") ?? "")?.[1];
	if (metricsToken !== undefined && given !== undefined && timingSafeEqual(hashed(given), hashed(metricsToken))) return;
	charge(incoming, `network ${networkOf(request)}`);
	throw new ApiProblem("token_required");
}

const hashed = (text: string) => createHash("sha256").update(text).digest();

function signedRequest({ request, pathname }: Incoming): SignedRequest {
	const authorization = request.headers.get("authorization");
	return { method: request.method, pathname, authorization, network: networkOf(request) };
}

/** A failed proof is charged to the network that it came from, a good one to the device. */
async function identifyDevice(
	access: "device:any" | "device:counter" | "device:sender" | "device:verifier",
	incoming: Incoming,
): Promise<Identified> {
	const signed = signedRequest(incoming);
	try {
		const proven = await requireDevice(incoming.context, signed);
		const isCounter = proven.caller.role === "counter";
		if (proven.caller.key === "transport" && access !== "device:sender") throw new ApiProblem("role_forbidden");
		if ((access === "device:counter" || access === "device:sender") && !isCounter)
			throw new ApiProblem("role_forbidden");
		if (access === "device:verifier" && isCounter) throw new ApiProblem("role_forbidden");
		admit(incoming, `device ${proven.caller.deviceId}`);
		return async (body) => {
			requireProvenBody(proven, body);
			return proven.caller;
		};
	} catch (fault) {
		if (fault instanceof ApiProblem) charge(incoming, `network ${signed.network}`);
		throw fault;
	}
}

/** Browsers send `Origin` with every write and with every read from another site: another site's never passes. */
function checkOrigin({ request, context }: Incoming, required: boolean): void {
	const origin = request.headers.get("origin");
	if (origin === null && !required) return;
	if (origin === null || !context.settings.origins.includes(origin)) throw new ApiProblem("origin_forbidden");
}

function admit(incoming: Incoming, caller: string): void {
	charge(incoming, caller);
	if (!incoming.join(caller)) throw new ApiProblem("too_many_requests", { retryAfter: 1 });
}

function charge({ context }: Incoming, caller: string): void {
	const wait = context.guard.charge(caller, performance.now());
	if (wait > 0) throw new ApiProblem("too_many_requests", { retryAfter: wait });
}
