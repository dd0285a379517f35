import { describe, expect, it } from "vitest";
import type { PreparedAct } from "@/lib/entry/prepared-act";
import { FIRST_HABITS } from "./form-state";
import { preparedForm } from "./prepared-form";

const PRODUCTS = [
	{ code: "1232", name: "Panbio", kind: "A" },
	{ code: "EU/1/20/1528", name: "Comirnaty", kind: "V", doses: 2 },
] as const;
const HABITS = {
	...FIRST_HABITS,
	products: { antigen: "1232" },
	boxes: { "1232": { lot: "HABIT", expiry: "01/01/2022" } },
	professional: "1",
};
const NOW = 1628845200;
const filled = (act: PreparedAct) =>
	preparedForm(act, { habits: HABITS, products: PRODUCTS, now: NOW, zone: "Europe/Paris" });

describe("[PS-2] an act that the pharmacy's software prepared", () => {
	it("fills the form as it would have been typed", () => {
		const { form, left } = filled({
			...{ family: "Martin", given: "Camille", birth: "1990-02-03", sex: "F", act: "antigen", product: "1232" },
			...{ lot: "41ADG", expiry: "2022-11-30", performedAt: 1628841720, result: "negative", reference: "D-1" },
		});
		expect(left).toEqual([]);
		expect(form).toMatchObject({
			...{ family: "Martin", given: "Camille", birth: "03/02/1990", sex: "F", act: "antigen", product: "1232" },
			...{ lot: "41ADG", expiry: "30/11/2022", moment: "13/08/2021 10:02", result: "negative", reference: "D-1" },
		});
	});

	it("never brings consent, and leaves who issues to the counter", () => {
		const { form } = filled({ family: "Martin", consent: "yes", professional: "2" } as PreparedAct);
		expect(form).toMatchObject({ consent: "", professional: "1" });
	});

	it("leaves out a product that the kit does not have, or that another act is done with", () => {
		for (const product of ["9999", "EU/1/20/1528"]) {
			const { form, left } = filled({ act: "antigen", product, lot: "X" });
			expect(left).toEqual(["product"]);
			expect(form).toMatchObject({ product: "1232", lot: "X" });
		}
	});

	it("a box that it does not name is not the one that was used before", () => {
		expect(filled({ act: "antigen", product: "1232" }).form).toMatchObject({ lot: "", expiry: "" });
	});

	it("a vaccination has the doses of its product, and no result", () => {
		const { form } = filled({ act: "vaccination", product: "EU/1/20/1528", dose: 1, result: "negative" });
		expect(form).toMatchObject({ act: "vaccination", dose: "1", doses: "2", result: "" });
	});
});
