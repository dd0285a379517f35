import { describe, expect, it } from "vitest";
import { sparing } from "./sparing";

/** Something that takes `cost` milliseconds of a clock that only it moves. */
function counted(cost: number) {
	const clock = { now: 0 };
	let made = 0;
	const ask = sparing(
		async () => {
			await Promise.resolve();
			clock.now += cost;
			return ++made;
		},
		{ now: () => clock.now },
	);
	return { clock, ask };
}

describe("a costly answer", () => {
	it("is made once for all who ask meanwhile", async () => {
		const { ask } = counted(100);
		expect(await Promise.all([ask(), ask(), ask()])).toEqual([1, 1, 1]);
	});

	it("is kept until making it took a twentieth of the time, and then made anew", async () => {
		const { ask, clock } = counted(100);
		await ask();
		clock.now = 1_999;
		expect(await ask()).toBe(1);
		clock.now = 2_000;
		expect(await ask()).toBe(2);
	});

	it("is the last one for whoever would wait long for a new one, also when that fails", async () => {
		const clock = { now: 0 };
		const made: { readonly ends: (value: string) => void; readonly fails: (fault: Error) => void }[] = [];
		const ask = sparing(() => new Promise<string>((ends, fails) => made.push({ ends, fails })), {
			now: () => clock.now,
			patience: 1,
		});
		const first = ask();
		clock.now = 10;
		made[0]?.ends("first");
		expect(await first).toBe("first");
		clock.now = 1_000;
		expect([await ask(), await ask(), made.length]).toEqual(["first", "first", 2]);
		made[1]?.fails(new Error("away"));
		const third = ask();
		await expect(third).rejects.toThrow("away");
		const fourth = ask();
		made[2]?.ends("third");
		expect(await fourth).toBe("third");
	});

	it("that failed is asked for again, and what was known before is not said for new", async () => {
		let fails = true;
		const ask = sparing(async () => {
			if (fails) throw new Error("away");
			return "counted";
		});
		await expect(ask()).rejects.toThrow("away");
		fails = false;
		expect(await ask()).toBe("counted");
	});
});
