import { expect, it } from "vitest";
import { compare, type Evidence, holds, type Stored } from "./compare";

type Open = {
	made: { key: string; content: string }[];
	acknowledged: Map<string, ReadonlySet<string>>;
	stored: Stored[];
};

function run(): Open & Evidence {
	const made = ["one", "two", "three"].map((key) => ({ key, content: `paper ${key}` }));
	return {
		made,
		acknowledged: new Map(made.map(({ key }) => [key, new Set([`pass ${key}`])])),
		stored: made.map(({ key, content }) => ({ key, content, ids: [`pass ${key}`] })),
	};
}

it("a run in which everybody agrees holds", () => {
	const verdict = compare(run());
	expect(verdict).toEqual({ made: 3, acknowledged: 3, stored: 3, lost: [], duplicated: [], waiting: [] });
	expect(holds(verdict)).toBe(true);
});

it("what was acknowledged and is not there, was not taken, is another paper's or has another pass is lost", () => {
	const faults: readonly ((stored: Stored[]) => void)[] = [
		(stored) => stored.pop(),
		(stored) => stored.splice(2, 1, { key: "three", content: undefined, ids: ["pass three"] }),
		(stored) => stored.splice(2, 1, { key: "three", content: "paper three ", ids: ["pass three"] }),
		(stored) => stored.splice(2, 1, { key: "three", content: "paper three", ids: ["another pass"] }),
		(stored) => stored.splice(2, 1, { key: "three", content: "paper three", ids: [] }),
	];
	for (const plant of faults) {
		const planted = run();
		plant(planted.stored);
		const verdict = compare(planted);
		expect(verdict.lost).toEqual(["three"]);
		expect(holds(verdict)).toBe(false);
	}
});

it("two rows, two passes, two answers, one paper under two keys and a row that nobody made are doubles", () => {
	const faults: readonly (readonly [(open: Open) => void, readonly string[]])[] = [
		[({ stored }) => stored.push({ key: "one", content: "paper one", ids: ["pass one"] }), ["one"]],
		[({ stored }) => stored.splice(0, 1, { key: "one", content: "paper one", ids: ["pass one", "other"] }), ["one"]],
		[({ acknowledged }) => acknowledged.set("two", new Set(["pass two", "other"])), ["two"]],
		[({ stored }) => stored.splice(1, 1, { key: "two", content: "paper one", ids: ["pass two"] }), ["one", "two"]],
		[({ stored }) => stored.push({ key: "four", content: "paper four", ids: [] }), ["nobody's four"]],
	];
	for (const [plant, expected] of faults) {
		const planted = run();
		plant(planted);
		const verdict = compare(planted);
		expect(verdict.duplicated).toEqual(expected);
		expect(holds(verdict)).toBe(false);
	}
});

it("what no device was told is still on its way, and stored it may be all the same", () => {
	const early = run();
	early.acknowledged.delete("one");
	expect(compare(early)).toMatchObject({ waiting: ["one"], lost: [], duplicated: [] });
	expect(holds(compare(early))).toBe(false);
});

it("a run that made nothing shows nothing", () => {
	expect(holds(compare({ made: [], acknowledged: new Map(), stored: [] }))).toBe(false);
});
