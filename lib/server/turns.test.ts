import { expect, it } from "vitest";
import { turns } from "./turns";

it("work that is done in turn is never done twice at once, and a failure keeps nobody back", async () => {
	const inTurn = turns();
	let under = 0;
	let most = 0;
	const work = (fails: boolean) => async () => {
		most = Math.max(most, ++under);
		await new Promise((resolve) => setImmediate(resolve));
		under--;
		if (fails) throw new Error("failed");
		return "done";
	};
	const answers = await Promise.allSettled([inTurn(work(false)), inTurn(work(true)), inTurn(work(false))]);
	expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
	expect(most).toBe(1);
});
