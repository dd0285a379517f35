/**
 * What is decided about a request before Next sees it. Next answers some odd requests with a fault, and writes what
 * they contain into its log: a form to a page, an action that no page has, an address that is none. None of them is
 * ever meant for us.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import proxyAddress from "proxy-addr";

const PAGE_METHODS = ["GET", "HEAD"];
const TRUST_METHODS = [...PAGE_METHODS, "OPTIONS"];
/** Each route then says which of them it takes. */
const API_METHODS = [...TRUST_METHODS, "POST", "PUT", "PATCH", "DELETE"];
/** As every route answers (lib/server/http/problem-response.ts). */
const API_REFUSAL = {
	text: JSON.stringify({ error: { code: "method_not_allowed", message: "This method is not served here." } }),
	type: "application/json",
};
const MALFORMED = { status: 400, text: "malformed request\n" };

/** How a request is answered without Next. */
export type TurnedAway = {
	readonly status: number;
	readonly text: string;
	readonly type?: string;
	readonly allow?: string;
	/** Seconds. */
	readonly retryAfter?: number;
};

export function turnAway(response: ServerResponse, turnedAway: TurnedAway): void {
	const { status, text, type = "text/plain", allow, retryAfter } = turnedAway;
	if (allow) response.setHeader("Allow", allow);
	if (retryAfter !== undefined) response.setHeader("Retry-After", String(retryAfter));
	response.writeHead(status, { "Content-Type": type, "Cache-Control": "no-store", Connection: "close" });
	response.end(text);
}

/**
 * Makes the request one that Next understands, or says how it is answered without it.
 * @param request its url and headers are changed
 * @param options how many proxies in front add to X-Forwarded-For
 */
export function frontDoor(request: IncomingMessage, { proxies }: { proxies: number }): TurnedAway | undefined {
	const target = originForm(request.url ?? "");
	if (target === undefined) return MALFORMED;
	request.url = target;
	const allowed = methodsOf(pathOf(target));
	if (!allowed.includes(request.method ?? "")) {
		const refused = allowed === API_METHODS ? API_REFUSAL : { text: "method not allowed\n" };
		return { status: 405, ...refused, allow: allowed.join(", ") };
	}
	// No page has server actions; Next repeats the header's value in its log.
	delete request.headers["next-action"];
	request.headers["x-forwarded-for"] = clientAddress(request, proxies);
	return undefined;
}

/** Path and query of a request target (RFC 9112 §3.2); undefined where there is no path that can be read. */
function originForm(target: string): string | undefined {
	const text = /^https?:\/\//i.test(target) && URL.canParse(target) ? withoutOrigin(new URL(target)) : target;
	if (!text.startsWith("/") || /[\\#]/.test(text)) return undefined;
	try {
		decodeURIComponent(pathOf(text));
	} catch {
		return undefined;
	}
	return text;
}

function withoutOrigin({ pathname, search }: URL): string {
	return pathname + search;
}

export function pathOf(url: string): string {
	const end = url.search(/[?#]/);
	return end < 0 ? url : url.slice(0, end);
}

/** Published files and those of the pages: who asks for them is a program that waits, or a page that is being opened. */
export function isFile(pathname: string): boolean {
	return pathname.startsWith("/trust/") || pathname.startsWith("/_next/static/");
}

function methodsOf(pathname: string): readonly string[] {
	if (pathname === "/api" || pathname.startsWith("/api/")) return API_METHODS;
	return pathname.startsWith("/trust/") ? TRUST_METHODS : PAGE_METHODS;
}

/**
 * Where the request comes from: the socket's other end, or what the outermost of our own proxies saw. Whatever else the
 * header says was written by the sender, and may be false.
 */
function clientAddress(request: IncomingMessage, proxies: number): string {
	return proxyAddress(request, (_address, hop) => hop < proxies) || "unknown";
}

/**
 * How many proxies stand in front: RELAIS_PROXIES, else one where the public address is HTTPS and this process speaks
 * HTTP, else none. The environment was read before (lib/server/settings/environment.ts).
 */
export function proxiesInFront({ env, tls }: { env: NodeJS.Dict<string>; tls: boolean }): number {
	const given = env["RELAIS_PROXIES"];
	if (given === undefined || given === "") return !tls && isHttps(env["RELAIS_ORIGIN"]) ? 1 : 0;
	return Number(given);
}

/** Whether the portal's public address is HTTPS. */
export function isHttps(origins: string | undefined): boolean {
	return origins?.startsWith("https:") ?? false;
}
