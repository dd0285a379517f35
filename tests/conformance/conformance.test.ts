import { describe, expect, it } from "vitest";
import { reasonsOutside, summarise } from "./agreement";
import { conformanceSets } from "./sets";

describe("public test cases", () => {
	it.each(conformanceSets.map((set) => [set.name, set] as const))(
		"%s",
		async (name, { run }) => {
			const results = await run();
			if (!results) console.warn(summarise(name, results));
			expect(results?.filter(({ outcome }) => outcome === "disagreed") ?? []).toEqual([]);
		},
		120_000,
	);

	it("are counted in one line for each set", () => {
		const results = (["agreed", "agreed", "disputed", "disagreed"] as const).map((outcome, i) => ({
			id: `${i}`,
			outcome,
		}));
		expect(summarise("X", results)).toBe("X: 4 cases, 2 agreed, 1 disputed upstream, 1 disagreed");
		const outside = { id: "5", outcome: "outside", detail: "because" } as const;
		expect(summarise("X", [...results, outside])).toBe(
			"X: 5 cases, 2 agreed, 1 disputed upstream, 1 outside, 1 disagreed",
		);
		expect([...reasonsOutside([...results, outside])]).toEqual([["because", 1]]);
		expect(summarise("X", undefined)).toBe("X: skipped, no corpus");
	});
});
