"use client";

import { useEffect, useRef } from "react";
import { isActLink, openActLink } from "@/lib/device/counter/software-link";
import { LONGEST, type PreparedFault, type PreparedReading, readPreparedAct } from "@/lib/entry/prepared-act";
import { dayAt } from "@/lib/entry/zone-time";
import { present } from "../entry/use-entry-form";

/** What became of an act from the pharmacy's software, for the line above the form. */
export type Prepared =
	| PreparedReading
	| { readonly outcome: "unread"; readonly why: PreparedFault | "not_connected" | "foreign" };

function read(json: string): Prepared {
	const { now, zone } = present();
	return readPreparedAct(json, dayAt(now, zone));
}

export async function readPreparedFile(file: Blob): Promise<Prepared> {
	// Never read whole only to be refused; bytes are at least as many as characters, so the limit is generous.
	return file.size > LONGEST * 4 ? { outcome: "unread", why: "too_long" } : read(await file.text());
}

/**
 * The act of a link that opened this page, or that was followed while it is open. Taken out of the address before anything
 * else is done with it, so that a reload does not bring the person again.
 */
export function useActLink(storageKey: CryptoKey, onPrepared: (prepared: Prepared) => void): void {
	const current = useRef(onPrepared);
	useEffect(() => {
		current.current = onPrepared;
	});
	useEffect(() => {
		const take = async () => {
			const { hash, pathname, search } = window.location;
			if (!isActLink(hash)) return;
			window.history.replaceState(window.history.state, "", `${pathname}${search}`);
			const opened = await openActLink(hash, { storageKey });
			current.current(opened.outcome === "opened" ? read(opened.json) : { outcome: "unread", why: opened.outcome });
		};
		void take();
		const onHash = () => void take();
		window.addEventListener("hashchange", onHash);
		return () => window.removeEventListener("hashchange", onHash);
	}, [storageKey]);
}
