import "client-only";
import type { ZodType } from "zod";
import { type HealthState, notePortal } from "@/lib/device/background/portal-health";
import { loadDevice } from "@/lib/device/identity/device-store";
import { deviceNow, readClock, witnessServerTime } from "@/lib/device/trust/clock";
import { SERVER_TIME_HEADER } from "@/lib/protocol/device-proof";
import { HEALTH_PATH, healthAnswer } from "@/lib/protocol/health";
import { problem } from "@/lib/protocol/problem";
import { utf8 } from "@/lib/shared/bytes";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { err, type Failure, ok, type Result } from "@/lib/shared/result";
import { deviceProof, type ProvingDevice } from "./device-proof";

/**
 * Calls of the portal's API. Refused and unreachable are different answers: a caller that shows "wrong code" for a
 * pulled cable, or retries for ever what will never be accepted, has mixed them up.
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

export type PortalCall<Answer> = {
	readonly answer: ZodType<Answer>;
	/** Signs the request: the enrolled device by default, null for calls of the public. */
	readonly device?: ProvingDevice | null;
	/** Seconds until the call counts as unreachable. */
	readonly timeout?: number;
};

const DEFAULT_TIMEOUT = 20;
const PROBE_TIMEOUT = 8;
/** What a busy server is given when it names no time. */
const DEFAULT_RETRY_AFTER = 15;

/** POSTs `body` as JSON to `path` of this origin. Never throws for what the network or the server does. */
export async function callPortal<Answer>(
	path: string,
	body: unknown,
	call: PortalCall<Answer>,
): Promise<Result<Answer, PortalFailure>> {
	const device = call.device === undefined ? await loadDevice() : call.device;
	if (device === undefined) return err({ kind: "refused", code: "not_enrolled", retryable: false });
	const send = (now: NumericDate) => post({ path, body: utf8(JSON.stringify(body)), device, now, call });

	const clock = await readClock();
	const first = await send(clock.now + (clock.offset ?? 0));
	// The device's clock is wrong, not the device: with the offset that the answer taught, try once more.
	const corrected = !first.ok && first.error.code === "proof_time" ? await readClock() : undefined;
	const result = corrected?.offset === undefined ? first : await send(corrected.now + corrected.offset);
	await notePortal(healthOf(result, call.device === undefined));
	return result;
}

/**
 * Asks whether the portal is there, when nothing else was sent for a while. Not signed: it must work for a device that
 * the portal no longer knows.
 */
export async function probePortal(): Promise<Result<true, PortalFailure>> {
	const url = new URL(HEALTH_PATH, globalThis.location.origin);
	const answered = await exchange(url, { method: "GET" }, { answer: healthAnswer, timeout: PROBE_TIMEOUT });
	const result = answered.ok ? registers(answered.value) : answered;
	await notePortal(healthOf(result, false));
	return result;
}

/** A portal without its database answers, and can register nothing. */
function registers({ database }: { database: boolean }): Result<true, PortalFailure> {
	return database ? ok(true) : err({ kind: "broken", code: "portal_without_database", retryable: true });
}

function healthOf(result: Result<unknown, PortalFailure>, signed: boolean): HealthState {
	if (result.ok) return "answers";
	const { kind, status } = result.error;
	if (kind === "refused") return signed && (status === 401 || status === 403) ? "refuses" : "answers";
	return kind === "busy" ? "busy" : "away";
}

async function post<Answer>(request: {
	path: string;
	body: Uint8Array<ArrayBuffer>;
	device: ProvingDevice | null;
	now: NumericDate;
	call: PortalCall<Answer>;
}): Promise<Result<Answer, PortalFailure>> {
	const { path, body, device, now, call } = request;
	const url = new URL(path, globalThis.location.origin);
	const headers: Record<string, string> = { "content-type": "application/json" };
	if (device !== null) headers["authorization"] = await deviceProof(device, { url, method: "POST", body, now });
	return exchange(url, { method: "POST", headers, body }, call);
}

async function exchange<Answer>(
	url: URL,
	init: RequestInit,
	call: Pick<PortalCall<Answer>, "answer" | "timeout">,
): Promise<Result<Answer, PortalFailure>> {
	let response: Response;
	let text: string;
	try {
		response = await fetch(url, {
			...init,
			cache: "no-store",
			credentials: "omit",
			redirect: "error",
			signal: AbortSignal.timeout((call.timeout ?? DEFAULT_TIMEOUT) * 1000),
		});
		text = await response.text();
	} catch {
		return err({ kind: "unreachable", code: "portal_unreachable", retryable: true });
	}
	await learnTime(response);
	return readAnswer(response, text, call.answer);
}

/** Every answer of the API is also a reading of the server's clock. */
async function learnTime(response: Response): Promise<void> {
	const named = Number(response.headers.get(SERVER_TIME_HEADER) ?? Number.NaN);
	const dated = Math.floor(Date.parse(response.headers.get("date") ?? "") / 1000);
	const time = Number.isInteger(named) ? named : dated;
	if (Number.isFinite(time) && time > 0) await witnessServerTime(time);
}

/** What an answer means, whoever asked: the console's calls read theirs with it too. */
export function readAnswer<Answer>(
	response: Response,
	text: string,
	schema: ZodType<Answer>,
): Result<Answer, PortalFailure> {
	const json = parseJson(text);
	if (response.ok) {
		const parsed = schema.safeParse(json);
		if (parsed.success) return ok(parsed.data);
		return err({ kind: "unreachable", code: "answer_unreadable", retryable: true, status: response.status });
	}
	const { status } = response;
	const told = problem.safeParse(json).data?.error;
	if (status === 429 || status === 503) {
		const retryAfter = readRetryAfter(response.headers.get("retry-after"));
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
function readRetryAfter(value: string | null): number {
	if (value === null) return DEFAULT_RETRY_AFTER;
	if (/^\d+$/.test(value)) return Number(value);
	const date = Date.parse(value);
	return Number.isNaN(date) ? DEFAULT_RETRY_AFTER : Math.max(1, Math.ceil(date / 1000) - deviceNow());
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
