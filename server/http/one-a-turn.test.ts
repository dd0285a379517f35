import { setImmediate as turn } from "node:timers/promises";
import { expect, it } from "vitest";
import { oneATurn } from "./one-a-turn";

it("[AB-7] one begins in each turn of the event loop, in order; whoever comes later waits for their own turn", async () => {
	const inTurn = oneATurn();
	const begun: number[] = [];
	const seen: (readonly number[])[] = [];
	for (const number of [1, 2, 3]) inTurn(() => begun.push(number));
	expect(begun).toEqual([]);
	for (let i = 0; i < 3; i++) {
		await turn();
		seen.push([...begun]);
	}
	expect(seen).toEqual([[1], [1, 2], [1, 2, 3]]);

	inTurn(() => begun.push(4));
	expect(begun).toEqual([1, 2, 3]);
	await turn();
	expect(begun).toEqual([1, 2, 3, 4]);
});

it("[AB-7] one that asks for others while it begins gives them turns of their own", async () => {
	const inTurn = oneATurn();
	const begun: string[] = [];
	inTurn(() => {
		begun.push("first");
		inTurn(() => begun.push("second"));
		inTurn(() => begun.push("third"));
	});
	for (const count of [1, 2, 3]) {
		await turn();
		expect(begun).toHaveLength(count);
	}
	expect(begun).toEqual(["first", "second", "third"]);
});
