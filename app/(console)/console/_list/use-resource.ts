"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { ZodType } from "zod";
import type { PortalFailure } from "@/lib/portal/portal-client";
import { callConsole, isSignedOut } from "../console-client";
import { useSignedOut } from "../signed-out";

export type Resource<Value> = {
	/** The newest value that arrived; it stays on the screen while a refresh fails. */
	readonly value: Value | undefined;
	readonly failure: PortalFailure | undefined;
	readonly loading: boolean;
	readonly reload: () => void;
};

/** Fetches `path` now, whenever it changes, on `reload`, and every `everySeconds` while the page is visible. */
export function useResource<Value>(
	path: string,
	{ answer, everySeconds }: { answer: ZodType<Value>; everySeconds?: number },
): Resource<Value> {
	const [value, setValue] = useState<Value>();
	const [failure, setFailure] = useState<PortalFailure>();
	const [loading, setLoading] = useState(true);
	const newest = useRef(0);
	const onSignedOut = useSignedOut();

	const load = useCallback(async () => {
		const call = ++newest.current;
		setLoading(true);
		const result = await callConsole(path, { answer });
		// An older call that answers late must not overwrite a newer one.
		if (call !== newest.current) return;
		setLoading(false);
		if (result.ok) setValue(() => result.value);
		else if (isSignedOut(result.error)) onSignedOut();
		setFailure(result.ok ? undefined : result.error);
	}, [path, answer, onSignedOut]);
	const reload = useCallback(() => void load().catch((error: unknown) => reportError(error)), [load]);

	useEffect(() => {
		reload();
		if (everySeconds === undefined) return;
		const timer = setInterval(() => {
			if (document.visibilityState === "visible") reload();
		}, everySeconds * 1000);
		return () => clearInterval(timer);
	}, [reload, everySeconds]);

	return { value, failure, loading, reload };
}
