import { expect, it } from "vitest";
import { csvText } from "./csv";

it("quotes every cell, and lets no cell be a formula", () => {
	expect(
		csvText([
			['a "b"', "c;d"],
			["", "e\nf"],
		]),
	).toBe('\ufeff"a ""b""";"c;d"\r\n"";"e\nf"\r\n');
	for (const start of ["=", "+", "-", "@", "\t", "\r"]) {
		expect(csvText([[`${start}HYPERLINK()`]])).toBe(`\ufeff"'${start}HYPERLINK()"\r\n`);
	}
});
