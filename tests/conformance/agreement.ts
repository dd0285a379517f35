/** What became of one case. */
export type CaseResult = {
	readonly id: string;
	/**
	 * `disputed`: the case contradicts another of its own set, or its collector marked it as an upstream error.
	 * `outside`: right by its own standard, and refused here on purpose: no format of ours has it.
	 */
	readonly outcome: "agreed" | "disputed" | "outside" | "disagreed";
	/** Expectation and answer, for a case that disagrees; the reason, for one outside. */
	readonly detail?: string;
};

/** A named set of cases; undefined results where its corpus is absent. */
export type ConformanceSet = {
	readonly name: string;
	readonly run: () => Promise<readonly CaseResult[] | undefined>;
};

export function agreement(id: string, agreed: boolean, detail: string): CaseResult {
	return agreed ? { id, outcome: "agreed" } : { id, outcome: "disagreed", detail };
}

/** `2D-DOC signature: 47 cases, 47 agreed, 0 disputed upstream, 0 disagreed` */
export function summarise(name: string, results: readonly CaseResult[] | undefined): string {
	if (!results) return `${name}: skipped, no corpus`;
	const count = (wanted: CaseResult["outcome"]) => results.filter(({ outcome }) => outcome === wanted).length;
	const [agreed, disputed, disagreed] = [count("agreed"), count("disputed"), count("disagreed")];
	const outside = count("outside") > 0 ? `, ${count("outside")} outside` : "";
	return `${name}: ${results.length} cases, ${agreed} agreed, ${disputed} disputed upstream${outside}, ${disagreed} disagreed`;
}

/** How many cases are outside for each reason. */
export function reasonsOutside(results: readonly CaseResult[]): ReadonlyMap<string, number> {
	const reasons = new Map<string, number>();
	for (const { outcome, detail = "" } of results) {
		if (outcome === "outside") reasons.set(detail, (reasons.get(detail) ?? 0) + 1);
	}
	return reasons;
}
