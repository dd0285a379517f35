import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mrzName } from "./mrz-name";

describe("mrzName (ICAO 9303-3 §6)", () => {
	it.each([
		["Essai-Durand", "ESSAI<DURAND"],
		["d'Aimée Zoé", "DAIMEE<ZOE"],
		["Müller Åse Øre", "MUELLER<AASE<OERE"],
		["Straße", "STRASSE"],
		["Œuvre", "OEUVRE"],
		["  ", ""],
		["  Essai ,  Camille ", "ESSAI<CAMILLE"],
		["Aime\u0301e X\u0323y", "AIMEE<XY"],
		["l\u2019Œil", "LOEIL"],
		["Işık Łódź Þór", "ISIK<LODZ<THOR"],
		["Есенина Щука Игорь-Юлия", "ESENINA<SHCHUKA<IGOR<IULIIA"],
		["Παπαδόπουλος Ψύλλα", "PAPADOPOULOS<PSYLLA"],
		["李", ""],
	])("%s", (name, expected) => expect(mrzName(name)).toBe(expected));

	it("is always of the schema's pattern", () => {
		fc.assert(
			fc.property(fc.string({ unit: "binary", maxLength: 60 }), (name) => /^[A-Z<]{0,80}$/.test(mrzName(name))),
		);
	});
});
