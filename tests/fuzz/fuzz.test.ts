import { beforeAll, describe, expect, it } from "vitest";
import { PASS_FORMATS } from "@/lib/shared/pass-format";
import { makeInput } from "./inputs";
import { randomFor } from "./random";
import { makeSpecimens, type Specimens } from "./specimens";
import { examine } from "./try-input";

/** A first few of the inputs of `npm run fuzz`, always the same. */
const SEED = 1;
const INPUTS = 400;

let specimens: Specimens;
beforeAll(async () => {
	specimens = await makeSpecimens();
});

describe("[V-1] [V-4] changed passes", () => {
	it.each(PASS_FORMATS)(
		"%s: none throws, pollutes, talks or is accepted unless a genuine key signed it",
		async (format) => {
			const findings: object[] = [];
			const outcomes = new Set<string>();
			for (let index = 0; index < INPUTS; index++) {
				const input = await makeInput(format, specimens, randomFor(SEED, format, index));
				const { finding, outcome } = await examine(input, specimens);
				if (finding !== undefined) findings.push({ index, finding, outcome });
				outcomes.add(outcome);
			}
			expect(findings).toEqual([]);
			// The inputs reach beyond the first check.
			expect([...outcomes]).toEqual(expect.arrayContaining(["accepted", "rejected signature_invalid"]));
		},
	);

	it("come out the same from one seed, but for the signatures over changed contents", async () => {
		const again = await makeSpecimens();
		expect(again.texts).toEqual(specimens.texts);
		const inputs = (from: Specimens) =>
			Promise.all(
				Array.from({ length: 80 }, (_, index) => {
					const format = PASS_FORMATS[index % PASS_FORMATS.length] ?? "relais";
					return makeInput(format, from, randomFor(SEED, format, index));
				}),
			);
		const [first, second] = [await inputs(specimens), await inputs(again)];
		expect(second.map(({ text, signed }) => signed || text)).toEqual(first.map(({ text, signed }) => signed || text));
	});
});
