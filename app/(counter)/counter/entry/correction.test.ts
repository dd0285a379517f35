import { describe, expect, it } from "vitest";
import { deviceZone } from "@/lib/device/counter/device-zone";
import type { PositiveInput } from "@/lib/protocol/positives";
import { NOW } from "@/tests/support/authority";
import { formOfPositive } from "./correction";
import { readForm } from "./read-form";
import { readStoredForm } from "./stored-form";

const ID = "8c1c0a0e-7a1c-4f0b-9a54-1f1c7a3c1a55";
const FIRST = "1d3b7a52-3f6e-4f7c-8a44-6a0e7d2f9b10";

const RESULT: PositiveInput = {
	key: FIRST,
	identity: {
		...{ family: "ΕΣΣΑΙ", given: "", latin: { family: "ESSAI", given: "" }, birth: "2012-02-03", sex: "F" },
		...{ birthName: "Essai", usedName: "Témoin" },
	},
	document: { kind: "passport", issuer: "POL" },
	guardian: "Camille Essai",
	contact: { phone: "+33612345678", email: "camille@example.org", address: "1 rue d’Essai" },
	consent: true,
	professional: "10003456789",
	product: "1232",
	lot: { number: "41ADG", expiry: "2021-11-30" },
	sampled: { at: NOW - 3600, zone: "Europe/Paris" },
	recorded: { at: NOW - 600, zone: "Europe/Paris" },
	locale: "en",
};

describe("[SH-18] the form of a refused positive result", () => {
	it("says everything that was typed, and reads as the same result in place of the first", () => {
		const form = formOfPositive({ key: FIRST, result: RESULT }, () => ID);
		const products = [{ code: "1232", name: "Panbio", kind: "A" as const }];
		const read = readForm(form, { now: NOW, zone: deviceZone(), products, kinds: ["A"] });
		const { key: _, product, sampled, recorded, ...same } = RESULT;
		expect(read).toMatchObject({
			outcome: "positive",
			draft: { id: ID, ...same, performedAt: sampled.at, product: { code: product } },
		});
		expect(read).toHaveProperty("draft.redoes", { key: FIRST, recorded: recorded.at });
	});

	it("is kept as a draft with what it takes the place of", () => {
		const form = formOfPositive({ key: FIRST, result: RESULT }, () => ID);
		expect(readStoredForm(JSON.parse(JSON.stringify(form)))).toEqual(form);
	});
});
