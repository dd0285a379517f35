import { describe, expect, it } from "vitest";
import { listedKey } from "./import-keys";
import { nextKeys, type RemovedKey } from "./next-keys";
import type { ListedKeyUse } from "./trust-list";

const key = (use: ListedKeyUse, kid: string, spki = kid) => listedKey({ use, kid, spki });
const many = (count: number) => Array.from({ length: count }, (_, i) => key("dcc", `k${i}`));
const NOW = 1_628_868_600;

function next(
	before: readonly ReturnType<typeof key>[],
	imported: Parameters<typeof nextKeys>[0]["imported"],
	removed: readonly RemovedKey[] = [],
) {
	return nextKeys({ before: { keys: before, removed }, imported, now: NOW, reason: "withdrawn" });
}

describe("what an import makes of the list before [TL-2]", () => {
	it("removes with a reason what is no longer delivered", () => {
		expect(next([key("dcc", "a"), key("dcc", "b")], { dcc: [key("dcc", "b"), key("dcc", "c")] })).toEqual({
			keys: [key("dcc", "b"), key("dcc", "c")],
			removed: [{ use: "dcc", kid: "a", reason: "withdrawn", at: NOW }],
			changes: { dcc: { before: 2, now: 2, added: 1, vanished: 1, suspicious: false } },
		});
	});

	it("leaves uses alone that were not imported", () => {
		const { keys, removed } = next([key("shc", "s"), key("dcc", "a")], { dcc: [] });
		expect([keys, removed.map(({ kid }) => kid)]).toEqual([[key("shc", "s")], ["a"]]);
	});

	it("keeps earlier removals, and forgets one whose key is back", () => {
		const removed = ["a", "b"].map((kid) => ({ use: "dcc", kid, reason: "withdrawn", at: 1 }));
		expect(next([], { dcc: [key("dcc", "a")] }, removed).removed).toEqual(removed.slice(1));
	});

	it("counts another key under the same id as another key", () => {
		const { keys, removed, changes } = next([key("dcc", "a", "old")], { dcc: [key("dcc", "a", "new")] });
		expect(keys).toEqual([key("dcc", "a", "new")]);
		expect(removed).toMatchObject([{ kid: "a" }]);
		expect(changes.dcc).toMatchObject({ added: 1, vanished: 1 });
	});

	it("lists the same key once, and two keys of one id both", () => {
		const delivered = [key("dcc", "a", "1"), key("dcc", "a", "1"), key("dcc", "a", "2")];
		expect(next([], { dcc: delivered }).keys).toHaveLength(2);
	});

	it("suspects a list that was cut short, not one that loses a few keys", () => {
		const suspicious = (now: number) => next(many(165), { dcc: many(now) }).changes.dcc?.suspicious;
		expect([12, 18, 123, 124, 160].map(suspicious)).toEqual([true, true, true, false, false]);
		expect(next(many(4), { dcc: [] }).changes.dcc?.suspicious).toBe(false);
	});
});
