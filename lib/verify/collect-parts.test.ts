import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { NOW } from "@/tests/support/authority";
import { immunization, makeShcIssuer, PATIENT, shcClaims, signShc, toQr } from "@/tests/support/issue-shc";
import { classifyText, type TextClass } from "./classify-text";
import { type CollectedParts, collectPart, PARTS_WAIT } from "./collect-parts";

let mine: readonly string[];
let theirs: readonly string[];
beforeAll(async () => {
	const issuer = await makeShcIssuer();
	const card = (day: string) => signShc(issuer, shcClaims(issuer, [PATIENT, immunization("208", day)]));
	[mine, theirs] = [toQr(await card("2021-05-01"), 3), toQr(await card("2021-06-12"), 3)];
});

function partOf(text: string): Extract<TextClass, { kind: "part" }> {
	const part = classifyText(text);
	if (part.kind !== "part") throw new Error("no part");
	return part;
}

/** Shown one after the other, a second apart. */
function collect(texts: readonly string[], pause = 1) {
	let kept: CollectedParts | undefined;
	const answers = texts.map((text, i) => {
		const answer = collectPart(kept, partOf(text), NOW + i * pause);
		kept = answer.outcome === "waiting" ? answer.parts : undefined;
		return answer;
	});
	return { answers, last: answers.at(-1) };
}

describe("[V-12] collectPart", () => {
	it("any order, any repetition: complete with the last one, in order", () => {
		const orders = fc
			.tuple(fc.shuffledSubarray([0, 1, 2], { minLength: 3 }), fc.array(fc.nat(2), { maxLength: 4 }))
			.map(([order, repeated]) => [
				order[0] ?? 0,
				...repeated.filter((i) => i !== order[2]),
				order[1] ?? 0,
				order[2] ?? 0,
			]);
		fc.assert(
			fc.property(orders, (order) => {
				const { answers, last } = collect(order.map((i) => mine[i] ?? ""));
				expect(last).toEqual({ outcome: "complete", texts: mine });
				expect(answers.slice(0, -1).every(({ outcome }) => outcome === "waiting")).toBe(true);
			}),
		);
	});

	it("says how many are there", () => {
		const { answers } = collect([mine[2] ?? "", mine[2] ?? "", mine[0] ?? ""]);
		expect(answers.map((answer) => answer.outcome === "waiting" && answer.parts.texts.size)).toEqual([1, 1, 2]);
	});

	it("parts of two cards never make one", () => {
		const [a, b, c] = mine as [string, string, string];
		const [x, y, z] = theirs as [string, string, string];
		expect(collect([a, y, z]).last).toMatchObject({ outcome: "waiting", mixed: true, parts: { count: 3 } });
		expect(collect([a, x]).last).toMatchObject({ outcome: "waiting", mixed: true });
		expect(collect([a, x, y, z]).last).toEqual({ outcome: "complete", texts: theirs });
		expect(collect([a, "shc:/2/2/5676", b, c, a]).last).toEqual({ outcome: "complete", texts: mine });
	});

	it("the next person does not inherit what the one before left", () => {
		const [a, b, c] = mine as [string, string, string];
		expect(collect([a, b, c], PARTS_WAIT).last).toMatchObject({ outcome: "complete" });
		expect(collect([a, b, c], PARTS_WAIT + 1).last).toMatchObject({ outcome: "waiting", mixed: false });
		expect(collect([a, b], -1).last).toMatchObject({ outcome: "waiting", parts: { at: NOW - 1 } });
	});
});
