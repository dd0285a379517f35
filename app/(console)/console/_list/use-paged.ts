"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { ZodType } from "zod";
import type { PortalFailure } from "@/lib/portal/portal-client";
import { callConsole, isSignedOut } from "../console-client";
import { useSignedOut } from "../signed-out";

type Page<Row> = { readonly rows: readonly Row[]; readonly next: string | null };

/** Milliseconds without a key before a search is sent. */
const TYPING_PAUSE = 250;

export type Paged<Row> = {
	/** Undefined until the first answer. */
	readonly rows: readonly Row[] | undefined;
	readonly failure: PortalFailure | undefined;
	readonly loading: boolean;
	/** Present when the portal has more rows. */
	readonly more: (() => void) | undefined;
	readonly search: string;
	readonly setSearch: (text: string) => void;
	readonly reload: () => void;
};

/** A searchable list of the portal that comes in pages. `answer` reads a page; keep it outside the component. */
export function usePaged<Row>(path: string, answer: ZodType<Page<Row>>): Paged<Row> {
	const [page, setPage] = useState<Page<Row>>();
	const [failure, setFailure] = useState<PortalFailure>();
	const [loading, setLoading] = useState(true);
	const [search, setSearch] = useState("");
	const newest = useRef(0);
	const onSignedOut = useSignedOut();

	const load = useCallback(
		async (query: { q: string; after?: { cursor: string; rows: readonly Row[] } }) => {
			const call = ++newest.current;
			setLoading(true);
			const parameters = new URLSearchParams({ ...(query.q === "" ? {} : { q: query.q }) });
			if (query.after !== undefined) parameters.set("after", query.after.cursor);
			const result = await callConsole(`${path}?${parameters}`, { answer });
			if (call !== newest.current) return;
			setLoading(false);
			setFailure(result.ok ? undefined : result.error);
			if (result.ok) setPage({ rows: [...(query.after?.rows ?? []), ...result.value.rows], next: result.value.next });
			else if (isSignedOut(result.error)) onSignedOut();
		},
		[path, answer, onSignedOut],
	);
	const start = useCallback(
		(query: Parameters<typeof load>[0]) => void load(query).catch((error: unknown) => reportError(error)),
		[load],
	);

	useEffect(() => {
		const timer = setTimeout(() => start({ q: search.trim() }), search === "" ? 0 : TYPING_PAUSE);
		return () => clearTimeout(timer);
	}, [search, start]);

	const cursor = page?.next ?? null;
	return {
		rows: page?.rows,
		failure,
		loading,
		more:
			page === undefined || cursor === null
				? undefined
				: () => start({ q: search.trim(), after: { cursor, rows: page.rows } }),
		search,
		setSearch,
		reload: () => start({ q: search.trim() }),
	};
}
