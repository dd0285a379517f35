import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { latinLetters } from "./latin-letters";

const spec = readFileSync(join(import.meta.dirname, "../../docs/spec.md"), "utf8");
/** `C → ЋЧҺΧ`, out of the table under "Initials (CC-2)". */
const rows = [...spec.matchAll(/^ {2}\| ([A-Z](?:, [A-Z])*) \| ([^|]+) \|$/gm)].flatMap(
	([, letters = "", characters = ""]) => {
		const groups = characters.split(";");
		return letters.split(", ").map((letter, i) => [letter, groups[i]?.replace(/[ ·]/g, "") ?? ""] as const);
	},
);

describe("latinLetters", () => {
	it("[CC-2] begins as the specification's table says, in any case", () => {
		expect(rows.length).toBe(24);
		for (const [letter, characters] of rows) {
			for (const character of characters) {
				const cases = new Set(
					[character, character.toLowerCase(), character.toUpperCase()].filter((one) => [...one].length === 1),
				);
				for (const one of cases) expect(latinLetters(one.normalize("NFC")).charAt(0), one).toBe(letter);
			}
		}
	});

	it("[CC-2] knows no letter that the table does not have, but those with a mark", () => {
		const listed = new Set(rows.flatMap(([, characters]) => [...characters]));
		for (let code = 0x80; code < 0x2fff; code++) {
			const letter = String.fromCharCode(code);
			if (latinLetters(letter) === "") continue;
			const base = letter.normalize("NFD").charAt(0).toUpperCase();
			const known = [letter, letter.toUpperCase(), base].some((one) => listed.has(one) || /^[A-Z]+$/.test(one));
			expect(known, code.toString(16)).toBe(true);
		}
	});
});
