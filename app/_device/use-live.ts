"use client";

import { liveQuery } from "dexie";
import { useEffect, useState } from "react";

export type Live<Value> =
	| { readonly state: "loading" }
	| { readonly state: "ready"; readonly value: Value }
	/** IndexedDB refused (private mode, corrupt profile): the screen must say so. */
	| { readonly state: "failed" };

/**
 * A query of the device's database that follows every change, other tabs' included. `query` must be stable
 * (module-level or memoised).
 */
export function useLive<Value>(query: () => Promise<Value>): Live<Value> {
	const [live, setLive] = useState<Live<Value>>({ state: "loading" });
	useEffect(() => {
		const subscription = liveQuery(query).subscribe({
			next: (value) => setLive({ state: "ready", value }),
			error: () => setLive({ state: "failed" }),
		});
		return () => subscription.unsubscribe();
	}, [query]);
	return live;
}
