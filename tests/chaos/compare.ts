/** Three witnesses of one day: the sheets that were seen, the counter's list, and the authority's rows. */
import { codeHash } from "@/lib/checkcode/code-hash";

/** A sheet as it stood on a screen or went to the printer. */
export type SeenSheet = {
	/** Status index. */
	readonly index: number;
	/** As it is printed: number of the pharmacy `40123-3`, and four groups of four. */
	readonly pharmacy: string;
	readonly code: string;
	/** Family name of the person. */
	readonly family: string;
};
export type ListedAct = { readonly index: number; readonly family: string; readonly state: string };
export type StoredRecord = {
	readonly index: number;
	readonly state: string;
	/** Check code's hash (CC-8), hex. */
	readonly codeHash: string;
};

export type Witnesses = {
	/** Everybody for whom the key that issues was pressed until a sheet came. */
	readonly people: readonly string[];
	readonly seen: readonly SeenSheet[];
	readonly listed: readonly ListedAct[];
	readonly records: readonly StoredRecord[];
};

export type Verdict = {
	/** People with a sheet or an entry. */
	readonly issued: number;
	/** Records of the authority that stand. */
	readonly registered: number;
	/** People whose sheet no standing record has, or one with another check code, or no registered entry of the list. */
	readonly lost: readonly string[];
	/** People with more than one attestation, and records that nobody has a sheet of. */
	readonly duplicated: readonly string[];
	/** Indices that two people, two check codes or two records have. */
	readonly reused: readonly number[];
};

export function compare({ people, seen, listed, records }: Witnesses): Verdict {
	const standing = new Map(records.filter(({ state }) => state === "registered").map((row) => [row.index, row]));
	const indices = grouped(
		[...seen, ...listed],
		({ family }) => family,
		({ index }) => index,
	);
	const isRegistered = (family: string) => {
		const papers = seen.filter((sheet) => sheet.family === family);
		const entries = listed.filter((act) => act.family === family);
		return (
			papers.length > 0 &&
			papers.every((sheet) => standing.get(sheet.index)?.codeHash === hashOfCode(sheet)) &&
			entries.some(({ index, state }) => state === "registered" && standing.has(index))
		);
	};
	const everybody = new Set([...people, ...indices.keys()]);
	const known = new Set([...indices.values()].flatMap((of) => [...of]));
	const holders = grouped(
		[...seen, ...listed],
		({ index }) => index,
		({ family }) => family,
	);
	const codes = grouped(
		seen,
		({ index }) => index,
		({ code }) => code,
	);
	const rows = grouped(
		[...records.entries()],
		([, { index }]) => index,
		([row]) => row,
	);
	return {
		issued: indices.size,
		registered: records.filter(({ state }) => state === "registered").length,
		lost: [...everybody].filter((family) => !isRegistered(family)),
		duplicated: [
			...[...indices].filter(([, of]) => of.size > 1).map(([family]) => family),
			...records.filter(({ index }) => !known.has(index)).map(({ index }) => `nobody's ${index}`),
		],
		reused: [...new Set([...holders, ...codes, ...rows].filter(([, of]) => of.size > 1).map(([index]) => index))],
	};
}

/** As the authority keeps it (CC-8), hex. */
export function hashOfCode({ pharmacy, code }: Pick<SeenSheet, "pharmacy" | "code">): string {
	return Buffer.from(codeHash(pharmacy.slice(0, 5), code.replace(/[^0-9A-Z]/g, ""))).toString("hex");
}

/** Values by key, each once. */
export function grouped<Item, Key, Value>(
	items: readonly Item[],
	key: (item: Item) => Key,
	value: (item: Item) => Value,
) {
	const groups = new Map<Key, Set<Value>>();
	for (const item of items) groups.set(key(item), (groups.get(key(item)) ?? new Set()).add(value(item)));
	return groups;
}
