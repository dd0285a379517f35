import { describe, expect, it } from "vitest";
import { LONGEST, readPreparedAct } from "./prepared-act";

const TODAY = "2021-08-13";
const ACT = {
	relais: "act",
	version: 1,
	reference: "D-4711",
	family: "Łukasik",
	given: "Anna Maria",
	birth: "1990-02",
	sex: "F",
	nir: "2 90 02 75 001 001 62",
	phone: "06 12 34 56 78",
	email: "anna@example.org",
	act: "antigen",
	product: "1232",
	lot: "41ADG",
	expiry: "2022-11-30",
	performedAt: "2021-08-13T10:02:00+02:00",
	result: "negative",
};
const read = (value: unknown) => readPreparedAct(JSON.stringify(value), TODAY);
const taken = (value: Record<string, unknown>) => read({ relais: "act", version: 1, ...value });

describe("[PS-1] an act that the pharmacy's software prepared", () => {
	it("is taken whole where it is right", () => {
		const { relais: _, version: __, ...rest } = ACT;
		expect(read(ACT)).toEqual({ outcome: "read", act: { ...rest, performedAt: 1628841720 }, left: [] });
	});

	it.each([
		["birth", "1990-02-30"],
		["birth", "03/02/1990"],
		["birth", "2030-01-01"],
		["sex", "female"],
		["nir", "290027500100100"],
		["phone", "12"],
		["email", "anna@"],
		["act", "serology"],
		["expiry", "2022-11"],
		["performedAt", "2021-08-13T10:02:00"],
		["result", "NEG"],
		["dose", 0],
		["doses", "2"],
		["reference", "x".repeat(65)],
		["family", { toString: "x" }],
		["locale", "de"],
	])("a %s that cannot be right is left out and named: %j", (member, value) => {
		expect(taken({ given: "Anna", [member]: value })).toEqual({
			outcome: "read",
			act: { given: "Anna" },
			left: [member],
		});
	});

	it("what is empty, and what a later version adds, is no mistake", () => {
		const value = { family: "ESSAI", given: "", nir: null, colour: "green", __proto__: { sex: "F" } };
		expect(taken(value)).toEqual({ outcome: "read", act: { family: "ESSAI" }, left: [] });
	});

	it.each([
		["no JSON", "family=ESSAI", "no_act"],
		["other JSON", '{"family":"ESSAI"}', "no_act"],
		["a list", "[1]", "no_act"],
		["a sheet that was taken back", '{"relais":"sheet","version":1}', "no_act"],
		["a later format", '{"relais":"act","version":2}', "version"],
		["too much", `{"relais":"act","version":1,"address":"${"x".repeat(LONGEST)}"}`, "too_long"],
	])("%s is told as that", (_, json, why) => {
		expect(readPreparedAct(json, TODAY)).toEqual({ outcome: "unread", why });
	});

	it("a file may begin with a byte order mark", () => {
		expect(readPreparedAct(`\uFEFF${JSON.stringify(ACT)}`, TODAY).outcome).toBe("read");
	});
});
