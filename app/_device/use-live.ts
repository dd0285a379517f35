"use client";

import Dexie, { liveQuery } from "dexie";
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
		const subscription = liveQuery(async () => orRefusal(query)).subscribe({
			next: (value) => setLive({ state: "ready", value }),
			error: () => setLive({ state: "failed" }),
		});
		return () => subscription.unsubscribe();
	}, [query]);
	return live;
}

/**
 * Live queries say nothing of a closed database, and one that the browser refused to open counts as closed for every
 * query but the first: the refusal behind it is told instead, or the page would load for ever.
 */
async function orRefusal<Value>(query: () => Promise<Value>): Promise<Value> {
	try {
		return await query();
	} catch (error) {
		if (!(error instanceof Dexie.DatabaseClosedError)) throw error;
		const inner: unknown = error.inner;
		throw inner instanceof Error && inner.name !== error.name ? inner : error;
	}
}
