import { describe, expect, it } from "vitest";
import { turns } from "./turns";

/** Three pieces of work, the second of which fails. */
async function three(inTurn: ReturnType<typeof turns>) {
	let under = 0;
	let most = 0;
	const begun: number[] = [];
	const work = (n: number) => async () => {
		begun.push(n);
		most = Math.max(most, ++under);
		await new Promise((resolve) => setImmediate(resolve));
		under--;
		if (n === 2) throw new Error("failed");
		return "done";
	};
	const answers = await Promise.allSettled([1, 2, 3].map((n) => inTurn(work(n))));
	return { most, begun, statuses: answers.map(({ status }) => status) };
}

const statuses = ["fulfilled", "rejected", "fulfilled"];

describe("work that is done in turn", () => {
	it("is never done twice at once, in the order of asking, and a failure keeps nobody back", async () => {
		expect(await three(turns())).toEqual({ most: 1, begun: [1, 2, 3], statuses });
	});

	it("is done by as many at once as are allowed, and no more after a first round", async () => {
		const inTurn = turns(2);
		for (let round = 0; round < 2; round++) {
			expect(await three(inTurn)).toEqual({ most: 2, begun: [1, 2, 3], statuses });
		}
	});
});
