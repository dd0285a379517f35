import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { base64, base64url, fromBase64, fromBase64url } from "./bytes";

describe("base64 and base64url (RFC 4648)", () => {
	it("§10 test vectors", () => {
		for (const [plain, encoded] of [
			["", ""],
			["f", "Zg=="],
			["fo", "Zm8="],
			["foo", "Zm9v"],
			["foob", "Zm9vYg=="],
			["fooba", "Zm9vYmE="],
			["foobar", "Zm9vYmFy"],
		] as const) {
			expect(base64(Buffer.from(plain))).toBe(encoded);
			expect(fromBase64(encoded)).toEqual(new Uint8Array(Buffer.from(plain)));
		}
	});

	it("writes what Node writes, and reads it back", () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
				expect(base64(bytes)).toBe(Buffer.from(bytes).toString("base64"));
				expect(base64url(bytes)).toBe(Buffer.from(bytes).toString("base64url"));
				expect(fromBase64(base64(bytes))).toEqual(bytes);
				expect(fromBase64url(base64url(bytes))).toEqual(bytes);
			}),
		);
	});

	it("reads only the one spelling of some bytes", () => {
		const symbols = "AQgwZm9v+/-_= \né".split("");
		fc.assert(
			fc.property(fc.string({ unit: fc.constantFrom(...symbols), maxLength: 12 }), (text) => {
				const standard = fromBase64(text);
				if (standard) expect(base64(standard)).toBe(text);
				const urlSafe = fromBase64url(text);
				if (urlSafe) expect(base64url(urlSafe)).toBe(text);
			}),
			{ numRuns: 2000 },
		);
		for (const text of ["Zg", "Zg=", "Zh==", "Zm9=", "Z===", "====", "=", "Zg==Zg==", "Zm 9", "Zm9v\n"]) {
			expect(fromBase64(text)).toBeUndefined();
		}
		for (const text of ["Z", "Zh", "Zg==", "Zm9vY", "Zm9+", "Zm9v\n"]) expect(fromBase64url(text)).toBeUndefined();
	});
});
