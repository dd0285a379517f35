/** What a day at the counter came to: papers that were printed, and the authority's records. */
import { grouped, hashOfCode } from "../chaos/compare";
import type { Paper } from "./read-paper";

export type WholeDay = {
	/** In the order in which they were printed: a later one of the same person replaces the earlier one. */
	readonly papers: readonly Paper[];
	/** People who were named as sharing an index, and got a new sheet. */
	readonly shared: readonly string[];
	readonly records: readonly { readonly id: string; readonly state: string; readonly codeHash: string }[];
	/** Shared indices that are not revoked yet. */
	readonly unsettled: number;
};

type DayVerdict = { readonly line: string; readonly faults: readonly string[] };

export function judgeDay({ papers, shared, records, unsettled }: WholeDay): DayVerdict {
	const last = new Map(papers.map((paper) => [paper.family, paper]));
	const standing = records.filter(({ state }) => state === "registered");
	const codes = new Map(standing.map(({ id, codeHash }) => [id, codeHash]));
	const registered = [...last.values()].filter((paper) => codes.get(paper.id) === hashOfCode(paper));
	const doubles = standing.length - codes.size + [...codes.keys()].filter((id) => !isOn(last, id)).length;
	const holders = grouped(
		papers,
		({ id }) => id,
		({ family }) => family,
	);
	const met = papers.filter(({ id }) => (holders.get(id)?.size ?? 0) > 1);
	const named = new Set(shared);
	const reused = new Set(met.filter(({ family }) => !named.has(family)).map(({ id }) => id));
	const faults = [
		...[...last.values()].filter((paper) => !registered.includes(paper)).map(({ family }) => `lost: ${family}`),
		...[...reused].map((id) => `index reused: ${id}`),
		...shared.filter((name) => !met.some(({ family }) => family === name)).map((name) => `named for nothing: ${name}`),
		...(doubles > 0 ? [`doubles: ${doubles}`] : []),
		...(unsettled > 0 ? [`shared and not revoked: ${unsettled}`] : []),
	];
	const counts = `registered ${registered.length}, lost ${last.size - registered.length}, duplicated ${doubles}`;
	const line = `day: acts ${last.size}, papers read ${papers.length}, ${counts}, index reused ${reused.size}, met offline ${shared.length}`;
	return { line, faults };
}

function isOn(papers: ReadonlyMap<string, Paper>, id: string): boolean {
	return [...papers.values()].some((paper) => paper.id === id);
}
