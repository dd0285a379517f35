import { createHash, randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fieldCipher } from "./field-cipher";
import { fieldKeyId, readFieldKeys } from "./field-keys";

const key = (fill: number) => ({
	kid: fieldKeyId(new Uint8Array(32).fill(fill)),
	secret: new Uint8Array(32).fill(fill),
});
const place = { table: "records", column: "identity", row: ["40123", "a"] };

describe("field cipher", () => {
	it("opens what it sealed, whatever the text", () => {
		const cipher = fieldCipher([key(1)]);
		fc.assert(
			fc.property(fc.string({ unit: "binary" }), (text) => {
				const envelope = cipher.seal(place, text);
				expect(cipher.open(place, { keyId: cipher.keyId, envelope })).toBe(text);
			}),
		);
	});

	it("never makes the same envelope twice and shows only a coarse length", () => {
		const cipher = fieldCipher([key(1)]);
		expect(cipher.seal(place, "x")).not.toEqual(cipher.seal(place, "x"));
		expect(cipher.seal(place, "x").length).toBe(cipher.seal(place, "x".repeat(50)).length);
	});

	it.each([
		["another row", { ...place, row: ["40123", "b"] }],
		["another column", { ...place, column: "contact" }],
		["another table", { ...place, table: "passes" }],
	])("does not open at %s", (_, other) => {
		const cipher = fieldCipher([key(1)]);
		const envelope = cipher.seal(place, "secret");
		expect(() => cipher.open(other, { keyId: cipher.keyId, envelope })).toThrow();
	});

	it("opens no envelope with a flipped bit", () => {
		const cipher = fieldCipher([key(1)]);
		const envelope = cipher.seal(place, "secret");
		for (let bit = 0; bit < envelope.length * 8; bit++) {
			const altered = Uint8Array.from(envelope);
			altered[bit >> 3] = (altered[bit >> 3] ?? 0) ^ (1 << (bit & 7));
			expect(() => cipher.open(place, { keyId: cipher.keyId, envelope: altered })).toThrow();
		}
	});

	it("seals with the newest key and opens with every known one", () => {
		const before = fieldCipher([key(1)]);
		const envelope = before.seal(place, "secret");
		const after = fieldCipher([key(2), key(1)]);
		expect(after.keyId).toBe(key(2).kid);
		expect(after.open(place, { keyId: before.keyId, envelope })).toBe("secret");
		expect(() => fieldCipher([key(2)]).open(place, { keyId: before.keyId, envelope })).toThrow(/unknown field key/);
	});
});

describe("field keys", () => {
	it("takes the environment's before the data folder's", () => {
		const given = randomBytes(32);
		const stored = { ...key(3), createdAt: 0 };
		const keys = readFieldKeys(` ${given.toString("base64url")} `, [stored]);
		expect(keys.map(({ kid }) => kid)).toEqual([
			createHash("sha256").update(given).digest().subarray(0, 8).toString("base64url"),
			stored.kid,
		]);
	});

	it("refuses a key of another length without repeating it", () => {
		expect(() => readFieldKeys("c2hvcnQ", [])).toThrow(/^RELAIS_FIELD_KEY: key 1 is not 32 bytes of base64url\.$/);
		expect(() => readFieldKeys(undefined, [])).toThrow();
	});
});
