/** What became of one case. */
export type CaseResult = {
	readonly id: string;
	/** `disputed`: the case contradicts another of its own set, or its collector marked it as an upstream error. */
	readonly result: "agreed" | "disputed" | "disagreed";
	/** Expectation and answer, for a case that disagrees. */
	readonly detail?: string;
};

/** A named set of cases; undefined results where its corpus is absent. */
export type ConformanceSet = {
	readonly name: string;
	readonly run: () => Promise<readonly CaseResult[] | undefined>;
};

export function agreement(id: string, agreed: boolean, detail: string): CaseResult {
	return agreed ? { id, result: "agreed" } : { id, result: "disagreed", detail };
}

/** `2D-DOC signature: 47 cases, 47 agreed, 0 disputed upstream, 0 disagreed` */
export function summarise(name: string, results: readonly CaseResult[] | undefined): string {
	if (!results) return `${name}: skipped, no corpus`;
	const count = (wanted: CaseResult["result"]) => results.filter(({ result }) => result === wanted).length;
	const [agreed, disputed, disagreed] = [count("agreed"), count("disputed"), count("disagreed")];
	return `${name}: ${results.length} cases, ${agreed} agreed, ${disputed} disputed upstream, ${disagreed} disagreed`;
}
