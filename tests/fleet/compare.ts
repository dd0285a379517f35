/** What devices made, what they were told is stored, and what is stored: the judge of every run under faults. */

import { grouped } from "../chaos/compare";

/** Something that a device made, to be stored once. */
export type Made = { readonly key: string; readonly content: string };

/** A row of the authority. */
export type Stored = {
	readonly key: string;
	/** Byte for byte what was sent; undefined where it was not taken. */
	readonly content: string | undefined;
	/** What it was answered as (a pass's identifier, say), each that there is. */
	readonly ids: readonly string[];
};

export type Evidence = {
	readonly made: readonly Made[];
	/** By key, every id under which a device was told that it is stored. */
	readonly acknowledged: ReadonlyMap<string, ReadonlySet<string>>;
	readonly stored: readonly Stored[];
};

export type Verdict = {
	readonly made: number;
	readonly acknowledged: number;
	readonly stored: number;
	/** Keys that a device was told are stored, and are not, or not as they were sent, or not under what it was told. */
	readonly lost: readonly string[];
	/** Keys with two rows, two ids or two answers, contents under two keys, and rows that nobody made. */
	readonly duplicated: readonly string[];
	/** Keys whose devices were not told yet. */
	readonly waiting: readonly string[];
};

export function compare({ made, acknowledged, stored }: Evidence): Verdict {
	const contents = new Map(made.map(({ key, content }) => [key, content]));
	const rows = grouped(
		stored,
		({ key }) => key,
		(row) => row,
	);
	const keysOf = grouped(
		stored.filter(({ content }) => content !== undefined),
		({ content }) => content,
		({ key }) => key,
	);
	const isKept = (key: string, ids: ReadonlySet<string>) => {
		const row = [...(rows.get(key) ?? [])].find(
			({ content }) => content !== undefined && content === contents.get(key),
		);
		return row !== undefined && [...ids].every((id) => row.ids.includes(id));
	};
	return {
		made: made.length,
		acknowledged: acknowledged.size,
		stored: stored.length,
		lost: [...acknowledged].filter(([key, ids]) => !isKept(key, ids)).map(([key]) => key),
		duplicated: [
			...[...rows].filter(([, of]) => of.size > 1 || [...of].some(({ ids }) => ids.length > 1)).map(([key]) => key),
			...[...acknowledged].filter(([, ids]) => ids.size > 1).map(([key]) => key),
			...[...keysOf.values()].filter((of) => of.size > 1).flatMap((of) => [...of]),
			...stored.filter(({ key }) => !contents.has(key)).map(({ key }) => `nobody's ${key}`),
		],
		waiting: made.filter(({ key }) => !acknowledged.has(key)).map(({ key }) => key),
	};
}

/** Nothing lost, doubled or left behind, and something was made at all. */
export function holds({ made, stored, lost, duplicated, waiting }: Verdict): boolean {
	return made > 0 && made === stored && lost.length + duplicated.length + waiting.length === 0;
}
