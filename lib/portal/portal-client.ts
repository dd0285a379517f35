import type { ZodType } from "zod";
import { SERVER_TIME_HEADER } from "@/lib/protocol/device-proof";
import { healthAnswer } from "@/lib/protocol/health";
import { PATHS } from "@/lib/protocol/paths";
import { problem } from "@/lib/protocol/problem";
import { utf8 } from "@/lib/shared/bytes";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { err, type Failure, ok, type Result } from "@/lib/shared/result";
import { deviceProof, type ProvingDevice } from "./device-proof";
import type { HealthState } from "./portal-health";

/**
 * Calls of the portal's API, from a browser or from Node. Refused and unreachable are different answers: a caller that
 * shows "wrong code" for a pulled cable, or retries for ever what will never be accepted, has mixed them up. Who
 * signs, what time it is and where the portal's health is noted are the caller's (lib/device/portal in a browser).
 */
export type PortalFailure = Failure & {
	/**
	 * `unreachable`: no answer, or an answer that is not the portal's (a hotel's login page).
	 * `busy`: 429 or 503; `retryAfter` says when. `broken`: the portal failed inside. `refused`: it answered no.
	 */
	readonly kind: "unreachable" | "busy" | "broken" | "refused";
	readonly status?: number;
	readonly field?: string;
};

export type PortalPorts = {
	/** Scheme, host and port of the portal. */
	readonly origin: string;
	readonly fetch: (url: URL, init: RequestInit) => Promise<Response>;
	readonly clock: PortalClock;
	readonly noteHealth: (state: HealthState) => Promise<void>;
	/** How a device proves that a request is its own; absent: by the platform's cryptography. */
	readonly prove?: typeof deviceProof;
	/** Aborts after so many seconds; absent: by the platform's timer. */
	readonly deadline?: (seconds: number) => AbortSignal;
};

type PortalClock = {
	/** The caller's own clock, and the seconds by which the portal's was ahead of it at the last contact. */
	readonly read: () => Promise<{ readonly now: NumericDate; readonly offset: number | undefined }>;
	/** An answer named the portal's time. */
	readonly learn: (serverTime: NumericDate) => Promise<void>;
};

export type PortalCall<Answer> = {
	/** Path and query on the portal's origin. */
	readonly path: string;
	/** Sent as JSON. */
	readonly body: unknown;
	readonly answer: ZodType<Answer>;
	/** Signs the request; null for calls of the public. */
	readonly device: ProvingDevice | null;
	/** Whether the portal is expected to know `device`: a refusal then says that it no longer does. */
	readonly enrolled: boolean;
	/** Seconds until the call counts as unreachable. */
	readonly timeout?: number | undefined;
};

const DEFAULT_TIMEOUT = 20;
const PROBE_TIMEOUT = 8;
/** What a busy server is given when it names no time. */
const DEFAULT_RETRY_AFTER = 15;

/** POSTs `body` to `path`. Never throws for what the network or the server does. */
export async function callPortal<Answer>(
	call: PortalCall<Answer>,
	ports: PortalPorts,
): Promise<Result<Answer, PortalFailure>> {
	const { clock } = ports;
	const before = await clock.read();
	const first = await post(call, ports, before.now + (before.offset ?? 0));
	// The device's clock is wrong, not the device: with the offset that the answer taught, try once more.
	const corrected = !first.ok && first.error.code === "proof_time" ? await clock.read() : undefined;
	const again = corrected?.offset === undefined ? undefined : corrected.now + corrected.offset;
	const result = again === undefined ? first : await post(call, ports, again);
	await ports.noteHealth(healthOf(result, call.enrolled));
	return result;
}

/**
 * Asks whether the portal is there, when nothing else was sent for a while. Not signed: it must work for a device that
 * the portal no longer knows.
 */
export async function probePortal(ports: PortalPorts): Promise<Result<true, PortalFailure>> {
	const reading = { answer: healthAnswer, timeout: PROBE_TIMEOUT };
	const url = new URL(PATHS.health, ports.origin);
	const answered = await exchange({ url, init: { method: "GET" } }, reading, ports);
	const result = answered.ok ? registers(answered.value) : answered;
	await ports.noteHealth(healthOf(result, false));
	return result;
}

/** A portal without its database answers, and can register nothing. */
function registers({ database }: { database: boolean }): Result<true, PortalFailure> {
	return database ? ok(true) : err({ kind: "broken", code: "portal_without_database", retryable: true });
}

function healthOf(result: Result<unknown, PortalFailure>, enrolled: boolean): HealthState {
	if (result.ok) return "answers";
	const { kind, status } = result.error;
	if (kind === "refused") return enrolled && (status === 401 || status === 403) ? "refuses" : "answers";
	return kind === "busy" ? "busy" : "away";
}

/** `now` is the portal's time as far as it is known: what the proof is dated with. */
async function post<Answer>(
	call: PortalCall<Answer>,
	ports: PortalPorts,
	now: NumericDate,
): Promise<Result<Answer, PortalFailure>> {
	const { device } = call;
	const { prove = deviceProof } = ports;
	const url = new URL(call.path, ports.origin);
	const body = utf8(JSON.stringify(call.body));
	const headers: Record<string, string> = { "content-type": "application/json" };
	if (device !== null) {
		headers["authorization"] = await prove(device, { url, method: "POST", body, now });
	}
	return exchange({ url, init: { method: "POST", headers, body } }, call, ports);
}

async function exchange<Answer>(
	{ url, init }: { readonly url: URL; readonly init: RequestInit },
	{ answer, timeout = DEFAULT_TIMEOUT }: Pick<PortalCall<Answer>, "answer" | "timeout">,
	{ fetch, clock, deadline = (seconds) => AbortSignal.timeout(seconds * 1000) }: PortalPorts,
): Promise<Result<Answer, PortalFailure>> {
	let response: Response;
	let text: string;
	try {
		response = await fetch(url, {
			...init,
			cache: "no-store",
			credentials: "omit",
			redirect: "error",
			signal: deadline(timeout),
		});
		text = await response.text();
	} catch {
		return err({ kind: "unreachable", code: "portal_unreachable", retryable: true });
	}
	const answeredAt = serverTimeOf(response);
	const now = answeredAt ?? (await clock.read()).now;
	const result = readAnswer(response, text, { schema: answer, now });
	// A login page has a clock too, and nobody knows which.
	if (answeredAt !== undefined && isPortals(result)) await clock.learn(answeredAt);
	return result;
}

/** Codes of answers that may be anybody's: no content of the API and no problem document. */
const ANYBODYS = new Set(["answer_unreadable", "portal_busy"]);

function isPortals(result: Result<unknown, PortalFailure>): boolean {
	return result.ok || !ANYBODYS.has(result.error.code);
}

/** Every answer of the API is also a reading of the server's clock. */
function serverTimeOf({ headers }: Response): NumericDate | undefined {
	const named = Number(headers.get(SERVER_TIME_HEADER) ?? Number.NaN);
	const dated = Math.floor(Date.parse(headers.get("date") ?? "") / 1000);
	const time = Number.isInteger(named) ? named : dated;
	return Number.isFinite(time) && time > 0 ? time : undefined;
}

/**
 * What an answer means, whoever asked: the console's calls read theirs with it too. `now`: the time by the clock of
 * whoever answered, where the answer says it, else the caller's own.
 */
export function readAnswer<Answer>(
	response: Response,
	text: string,
	by: { readonly schema: ZodType<Answer>; readonly now: NumericDate },
): Result<Answer, PortalFailure> {
	const json = parseJson(text);
	if (response.ok) {
		const parsed = by.schema.safeParse(json);
		if (parsed.success) return ok(parsed.data);
		return err({ kind: "unreachable", code: "answer_unreadable", retryable: true, status: response.status });
	}
	const { status } = response;
	const told = problem.safeParse(json).data?.error;
	if (status === 429 || status === 503) {
		const retryAfter = readRetryAfter(response.headers.get("retry-after"), by.now);
		return err({ kind: "busy", code: told?.code ?? "portal_busy", retryable: true, retryAfter, status });
	}
	if (told === undefined) {
		// No problem document: a proxy in between, or somebody else's page.
		return err({ kind: "unreachable", code: "answer_unreadable", retryable: true, status });
	}
	if (status >= 500) return err({ kind: "broken", code: told.code, retryable: true, status });
	const field = told.field === undefined ? {} : { field: told.field };
	return err({ kind: "refused", code: told.code, retryable: false, status, ...field });
}

/** RFC 9110 §10.2.3: seconds, or a date. */
function readRetryAfter(value: string | null, now: NumericDate): number {
	if (value === null) return DEFAULT_RETRY_AFTER;
	if (/^\d+$/.test(value)) return Number(value);
	const date = Date.parse(value);
	return Number.isNaN(date) ? DEFAULT_RETRY_AFTER : Math.max(1, Math.ceil(date / 1000) - now);
}

function parseJson(text: string): unknown {
	// A login page. That it is no JSON need not be thrown a thousand times while a device waits before it.
	if (text.startsWith("<")) return undefined;
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
