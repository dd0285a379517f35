import { describe, expect, it } from "vitest";
import { personKey } from "./same-person";

const key = (family: string, given: string, birth = "1990-02-03") => personKey({ family, given, birth });

describe("[EN-16] one person", () => {
	it.each([
		["ESSAI", "Camille Aimée"],
		["Essai", "CAMILLE"],
		["ES-SAI", "Camille, Aimée"],
		["ESSAÏ", "Camille-Aimée"],
	])("%s %s is ESSAI Camille", (family, given) => {
		expect(key(family, given)).toBe(key("ESSAI", "Camille"));
	});

	it("another birth date, family or first name is another person", () => {
		const camille = key("ESSAI", "Camille");
		for (const other of [key("ESSAI", "Camille", "1990-02-04"), key("ESSAIE", "Camille"), key("ESSAI", "Aimée")]) {
			expect(other).not.toBe(camille);
		}
		expect(key("SUKARNO", "")).not.toBe(key("SUKARNO", "Ahmed"));
	});
});
