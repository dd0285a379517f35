import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { askTogether } from "./ask-together";

/** A database that knows `a` and `b`, and what it was asked. */
function asking(everyMs: number) {
	const asked: (readonly string[])[] = [];
	const ask = askTogether(async (names) => {
		asked.push(names);
		return new Map(names.filter((name) => "ab".includes(name)).map((name) => [name, name.toUpperCase()]));
	}, everyMs);
	return { ask, asked };
}

describe("[AB-3] questions of strangers", () => {
	it("that come at once are one, and each gets its own answer", async () => {
		const { ask, asked } = asking(5);
		expect(await Promise.all(["a", "b", "c", "a"].map(ask))).toEqual(["A", "B", undefined, "A"]);
		expect(asked).toEqual([["a", "b", "c"]]);
	});

	it("that come one after the other are asked no more often than said, and wait together meanwhile", async () => {
		const everyMs = 200;
		const { ask, asked } = asking(everyMs);
		const start = performance.now();
		await ask("a");
		const [first] = await Promise.all([ask("b"), sleep(10).then(() => ask("c")), sleep(20).then(() => ask("a"))]);
		expect(first).toBe("B");
		expect(asked.length).toBeLessThanOrEqual(1 + Math.ceil((performance.now() - start) / everyMs));
	});

	it("are asked again after a fault, which only those meet who waited for that answer", async () => {
		let faults = 1;
		const ask = askTogether<string>(async () => {
			if (faults-- > 0) throw new Error("away");
			return new Map([["a", "A"]]);
		}, 5);
		await expect(Promise.all([ask("a"), ask("b")])).rejects.toThrow("away");
		expect(await ask("a")).toBe("A");
	});
});
