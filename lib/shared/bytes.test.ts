import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { base64, base64url, fromBase64, fromBase64url, fromUtf8, utf8 } from "./bytes";

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

describe("UTF-8, short and long", () => {
	it("reads what it writes, also from the middle of other bytes", () => {
		fc.assert(
			fc.property(fc.string({ unit: "binary", maxLength: 60 }), fc.nat({ max: 9 }), (text, before) => {
				const bytes = utf8(text);
				expect(fromUtf8(bytes)).toBe(text);
				const among = Buffer.concat([Buffer.alloc(before, 0xff), bytes, Buffer.alloc(3, 0xff)]);
				expect(fromUtf8(among, before, before + bytes.length)).toBe(text);
			}),
		);
	});

	it("refuses what is ill-formed, wherever it stands", () => {
		for (const length of [1, 3, 4, 5, 24, 25, 60]) {
			for (let at = 0; at < length; at++) {
				const bytes = new Uint8Array(length).fill(0x61);
				bytes[at] = 0xe9;
				expect(fromUtf8(bytes)).toBeUndefined();
			}
		}
	});
});
