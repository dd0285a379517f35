"use client";

import { useEffect, useState } from "react";
import { useLive } from "@/app/_device/use-live";
import { loadBundle } from "@/lib/device/trust/list-store";
import type { VerifierBundle } from "@/lib/trust/bundle";
import { openTrust } from "@/lib/trust/open-trust";
import type { Trust } from "@/lib/trust/trust";

export type DoorTrust =
	| { readonly state: "loading" }
	/** `unusable`: what is kept does not open; verdicts are then made without any key. */
	| { readonly state: "open"; readonly trust: Trust; readonly unusable: string | undefined };

const query = () => loadBundle();

/** The cached bundle, opened; follows every refresh. The one in use stays in use until the next is open. */
export function useTrust(): DoorTrust {
	const bundle = useLive(query);
	const [trust, setTrust] = useState<DoorTrust>({ state: "loading" });
	useEffect(() => {
		if (bundle.state === "loading") return;
		let superseded = false;
		const cached = bundle.state === "ready" ? bundle.value : undefined;
		void open(cached).then((opened) => {
			if (superseded) return;
			// A root is never unpinned: a database without one was deleted, and what it held goes on (ND-3).
			setTrust((before) => (cached === undefined && before.state === "open" ? before : opened));
		});
		return () => {
			superseded = true;
		};
	}, [bundle]);
	return trust;
}

/** A root that signed nothing: a trust without any key, under which every verdict is `trust_missing`. */
const NO_ROOT = "A".repeat(43);

async function open(bundle: VerifierBundle | undefined): Promise<DoorTrust> {
	const { subtle } = crypto;
	const opened = await openTrust(bundle ?? { root: NO_ROOT }, { subtle });
	if (opened.ok) return { state: "open", trust: opened.value, unusable: undefined };
	const bare = await openTrust({ root: bundle?.root ?? NO_ROOT }, { subtle });
	if (!bare.ok) throw new Error("a bundle without documents did not open");
	return { state: "open", trust: bare.value, unusable: opened.error.code };
}
