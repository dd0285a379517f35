"use client";

import { useCallback, useRef, useState } from "react";
import type { ZodType } from "zod";
import type { PortalFailure } from "@/lib/portal/portal-client";
import { callConsole, isSignedOut } from "../console-client";
import { useSignedOut } from "../signed-out";

/** A write: at most one at a time, so that a double click asks once. */
export function useAction<Answer>(path: string, answer: ZodType<Answer>) {
	const [busy, setBusy] = useState(false);
	const [failure, setFailure] = useState<PortalFailure>();
	const underWay = useRef(false);
	const onSignedOut = useSignedOut();

	const run = useCallback(
		async (body: unknown): Promise<Answer | undefined> => {
			if (underWay.current) return undefined;
			underWay.current = true;
			setBusy(true);
			setFailure(undefined);
			const result = await callConsole(path, { method: "POST", body, answer });
			underWay.current = false;
			setBusy(false);
			if (result.ok) return result.value;
			setFailure(result.error);
			if (isSignedOut(result.error)) onSignedOut();
			return undefined;
		},
		[path, answer, onSignedOut],
	);
	return { busy, failure, run };
}
