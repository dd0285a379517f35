"use client";

import { useCallback, useEffect, useState } from "react";
import { z } from "zod";
import type { PortalFailure } from "@/lib/portal/portal-client";
import { type ConsoleSession, consoleSession, openSessionRequest } from "@/lib/protocol/console";
import { PATHS } from "@/lib/protocol/paths";
import { callConsole, isSignedOut } from "./console-client";

export type SessionState =
	| { readonly state: "checking" }
	| { readonly state: "out"; readonly why: "none" | "ended" | "link_invalid" }
	| { readonly state: "failed"; readonly failure: PortalFailure }
	| { readonly state: "in"; readonly session: ConsoleSession };

/** The token of `/console#<token>`, taken out of the address at once: it must not stay in the history. */
function takeToken(): string | undefined {
	const parsed = openSessionRequest.safeParse({ token: window.location.hash.slice(1) });
	if (!parsed.success) return undefined;
	window.history.replaceState(null, "", window.location.pathname);
	return parsed.data.token;
}

async function enter(token: string | undefined): Promise<SessionState> {
	const result =
		token === undefined
			? await callConsole(PATHS.console.session, { answer: consoleSession })
			: await callConsole(PATHS.console.session, { method: "POST", body: { token }, answer: consoleSession });
	if (result.ok) return { state: "in", session: result.value };
	if (result.error.code === "link_invalid") return { state: "out", why: "link_invalid" };
	return isSignedOut(result.error) ? { state: "out", why: "none" } : { state: "failed", failure: result.error };
}

/** Signs in with the link that opened the page, or resumes the session of the cookie. */
export function useSession() {
	const [session, setSession] = useState<SessionState>({ state: "checking" });
	const start = useCallback((token: string | undefined) => {
		setSession({ state: "checking" });
		enter(token).then(setSession, (error: unknown) => reportError(error));
	}, []);
	useEffect(() => {
		start(takeToken());
		// A link pasted into the address bar of this very page only changes the fragment.
		const onHash = () => {
			const token = takeToken();
			if (token !== undefined) start(token);
		};
		window.addEventListener("hashchange", onHash);
		return () => window.removeEventListener("hashchange", onHash);
	}, [start]);
	const retry = useCallback(() => start(undefined), [start]);
	const ended = useCallback(() => setSession({ state: "out", why: "ended" }), []);
	const signOut = useCallback(async () => {
		const result = await callConsole(PATHS.console.session, { method: "DELETE", answer: z.unknown() });
		if (result.ok || isSignedOut(result.error)) setSession({ state: "out", why: "none" });
		else setSession({ state: "failed", failure: result.error });
	}, []);
	return { session, retry, ended, signOut };
}
