import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { utf8 } from "@/lib/shared/bytes";
import { decodeBase45, encodeBase45 } from "./base45";

describe("base45 (RFC 9285)", () => {
	it("§4.3 and §4.4 examples", () => {
		for (const [text, encoded] of [
			["AB", "BB8"],
			["Hello!!", "%69 VD92EX0"],
			["base-45", "UJCLQE7W581"],
			["ietf!", "QED8WEX0"],
		] as const) {
			expect(encodeBase45(utf8(text))).toBe(encoded);
			expect(decodeBase45(encoded)).toEqual(utf8(text));
		}
		expect(decodeBase45("FGW")).toEqual(Uint8Array.of(0xff, 0xff));
	});

	it("refuses overflow, foreign characters, lower case and lone symbols", () => {
		for (const text of ["GGW", ":::", "::", "1", "BB81", "bb8", "BB\u00c0", "BB\u0138", "BB,", "B\n8", "U6"]) {
			expect(decodeBase45(text)).toBeUndefined();
		}
		expect(decodeBase45("")).toEqual(new Uint8Array());
	});

	it("round trip, and no second text for the same bytes", () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
				expect(decodeBase45(encodeBase45(bytes))).toEqual(bytes);
			}),
		);
		const symbols = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:a,é".split("");
		fc.assert(
			fc.property(fc.string({ unit: fc.constantFrom(...symbols), maxLength: 30 }), (text) => {
				const bytes = decodeBase45(text);
				if (bytes) expect(encodeBase45(bytes)).toBe(text);
			}),
		);
	});
});
