import { describe, expect, it } from "vitest";
import { registerCsv } from "./register-csv";

describe("[DP-6] the register as a table", () => {
	const words = { columns: ["Ligne", "Qui"], authorisation: "habilitation", check: "contrôle", nobody: "non désigné" };
	const at = (time: number) => `t${time}`;
	const place = { id: "1", place: "Bal; grande salle", gate: "A" };

	it("has who was authorised and who checked, also nobody in particular", () => {
		const text = registerCsv({
			staff: [{ id: "x", name: "Léna", authorisedAt: 1, withdrawnAt: null }],
			shifts: [
				{ ...place, name: "Léna", from: 2, to: 3 },
				{ ...place, name: "", from: 4, to: null },
			],
			...{ device: "entrée A", words, at },
		});
		expect(text.split("\r\n")).toEqual([
			'\ufeff"Ligne";"Qui"',
			'"habilitation";"Léna";"entrée A";"";"";"t1";""',
			'"contrôle";"Léna";"entrée A";"Bal; grande salle";"A";"t2";"t3"',
			'"contrôle";"non désigné";"entrée A";"Bal; grande salle";"A";"t4";""',
			"",
		]);
	});

	it("no name becomes a formula or breaks out of its cell", () => {
		const names = ['=HYPERLINK("x")', "+1", '"; "fin'];
		const staff = names.map((name) => ({ id: name, name, authorisedAt: 1, withdrawnAt: null }));
		const lines = registerCsv({ staff, shifts: [], device: "", words, at }).split("\r\n");
		expect(lines.slice(1, 4).map((line) => line.split(";")[1] ?? "")).toEqual([`"'=HYPERLINK(""x"")"`, `"'+1"`, '"""']);
		expect(lines[3]).toContain('"""; ""fin"');
	});
});
