import { describe, expect, it } from "vitest";
import { makeUvci, uvciCheckCharacter } from "./make-uvci";

describe("UVCI", () => {
	it.each([
		["URN:UVCI:01:AT:10807843F94AEE0EE5093FBC254BD813", "B"],
		["URN:UVCI:01:AT:858CC18CFCF5965EF82F60E493349AA5", "K"],
		["URN:UVCI:01:DK:1D6DAB71F99A5C87A657D6D904558001", "R"],
	])("agrees with the member states' test certificates: %s", (body, character) => {
		expect(uvciCheckCharacter(body)).toBe(character);
	});

	it("is opaque, unique and within the 72 characters of the schema", () => {
		const made = new Set(Array.from({ length: 500 }, makeUvci));
		expect(made.size).toBe(500);
		for (const uvci of made) expect(uvci).toMatch(/^URN:UVCI:01:FR:[0-9A-HJKMNP-TV-Z]{26}#[A-Z0-9/:]$/);
	});

	it("changes its check character with any one character", () => {
		const body = "URN:UVCI:01:FR:0123456789ABCDEFGHJKMNPQRS";
		for (let i = 0; i < body.length; i++) {
			const other = body[i] === "A" ? "B" : "A";
			expect(uvciCheckCharacter(body.slice(0, i) + other + body.slice(i + 1))).not.toBe(uvciCheckCharacter(body));
		}
	});
});
