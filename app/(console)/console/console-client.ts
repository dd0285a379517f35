import "client-only";
import type { ZodType } from "zod";
import { type PortalFailure, readAnswer } from "@/lib/portal/portal-client";
import { err, type Result } from "@/lib/shared/result";

/** Seconds until a call counts as unreachable. */
const TIMEOUT = 20;

export type ConsoleCall<Answer> = {
	readonly method?: "GET" | "POST" | "DELETE";
	readonly body?: unknown;
	readonly answer: ZodType<Answer>;
};

/** A call with the session cookie. Never throws for what the network or the portal does. */
export async function callConsole<Answer>(
	path: string,
	{ method = "GET", body, answer }: ConsoleCall<Answer>,
): Promise<Result<Answer, PortalFailure>> {
	let response: Response;
	let text: string;
	try {
		response = await fetch(path, {
			method,
			...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
			cache: "no-store",
			credentials: "same-origin",
			redirect: "error",
			signal: AbortSignal.timeout(TIMEOUT * 1000),
		});
		text = await response.text();
	} catch {
		return err({ kind: "unreachable", code: "portal_unreachable", retryable: true });
	}
	return readAnswer(response, text, { schema: answer, now: Math.floor(Date.now() / 1000) });
}

/** The session ended: the page goes back to signing in instead of showing an error. */
export function isSignedOut(failure: PortalFailure): boolean {
	return failure.code === "session_required";
}
