import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { fromBase64 } from "@/lib/shared/bytes";
import {
	header04,
	issueTwoddoc,
	makeTwoddocIssuer,
	type TwoddocIssuer,
	testFields,
} from "@/tests/support/issue-twoddoc";
import { base32, fromBase32 } from "./base32";
import { decodeTwoddoc, type UnverifiedTwoddoc } from "./decode-twoddoc";
import { parseHeader } from "./header";
import { projectTwoddoc } from "./project-twoddoc";
import { importTwoddocKey, verifyTwoddocSignature } from "./verify-signature";

const ID = "2ddoc:test";
let issuer: TwoddocIssuer;
beforeAll(async () => {
	issuer = await makeTwoddocIssuer();
});

function decoded(text: string): UnverifiedTwoddoc {
	const result = decodeTwoddoc(text);
	if (result.outcome !== "decoded") throw new Error(result.detail);
	return result.document;
}

async function holds(text: string, by: TwoddocIssuer): Promise<boolean> {
	const key = await importTwoddocKey(fromBase64(by.spki) as Uint8Array<ArrayBuffer>, crypto.subtle);
	return key !== undefined && verifyTwoddocSignature(decoded(text), key, crypto.subtle);
}

describe("base32 without padding (RFC 4648 §6)", () => {
	it("round-trips", () => {
		fc.assert(
			fc.property(fc.uint8Array(), (bytes) => {
				expect(fromBase32(base32(bytes))).toEqual(bytes);
			}),
		);
	});

	it.each(["a", "A", "AB=", "AAA", "AB", "A1", "AAAAAA"])("refuses %s", (text) =>
		expect(fromBase32(text)).toBeUndefined(),
	);
});

describe("header", () => {
	it("has 22, 22, 24 and 26 characters in versions 01 to 04", () => {
		const rest = "XX0100011ED71ED7B201FRF0";
		expect(["01", "02", "03", "04"].map((version) => parseHeader(`DC${version}${rest}`)?.length)).toEqual([
			22, 22, 24, 26,
		]);
	});

	it("reads dates as days since 2000-01-01, and FFFF as none", () => {
		const header = parseHeader("DC04XX010001FFFF1ED7B201FR");
		expect(header).toMatchObject({ keyId: "XX010001", documentType: "B2", perimeter: "01", country: "FR" });
		expect(header?.issued).toBeUndefined();
		expect(header?.signed).toBe(Date.UTC(2021, 7, 13) / 86_400_000);
	});

	it.each(["DC05XX0100011ED71ED7B201FR", "DC04XX0100011ED71ED7B201", "DC04xx0100011ED71ED7B201FR", "DC04"])(
		"refuses %s",
		(text) => expect(parseHeader(text)).toBeUndefined(),
	);
});

describe("signature", () => {
	it.each(["P-256", "P-384", "P-521"] as const)("%s", async (curve) => {
		const [own, other] = [await makeTwoddocIssuer(curve), await makeTwoddocIssuer(curve)];
		const text = await issueTwoddoc(own, header04("B2") + testFields());
		expect([await holds(text, own), await holds(text, other)]).toEqual([true, false]);
	});

	it("of another curve never holds, nor does any key that is not on one of the three", async () => {
		const text = await issueTwoddoc(issuer, header04("B2") + testFields());
		expect(await holds(text, await makeTwoddocIssuer("P-384"))).toBe(false);
		const rsa = await crypto.subtle.generateKey(
			{ name: "RSA-PSS", modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: "SHA-256" },
			true,
			["sign", "verify"],
		);
		const spki = new Uint8Array(await crypto.subtle.exportKey("spki", rsa.publicKey));
		expect(await importTwoddocKey(spki, crypto.subtle)).toBeUndefined();
		const offCurve = fromBase64(issuer.spki) as Uint8Array<ArrayBuffer>;
		offCurve[90] = (offCurve[90] ?? 0) ^ 1;
		expect(await importTwoddocKey(offCurve, crypto.subtle)).toBeUndefined();
	});

	it("covers every character before US: no change of one is accepted", async () => {
		const text = await issueTwoddoc(issuer, header04("B2") + testFields());
		const end = text.indexOf("\u001f");
		await fc.assert(
			fc.asyncProperty(fc.nat(text.length - 1), fc.integer({ min: 1, max: 127 }), async (at, flip) => {
				const changed = text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ flip) + text.slice(at + 1);
				const result = decodeTwoddoc(changed);
				if (result.outcome === "decoded") {
					expect(await holds(changed, issuer), `character ${at} of ${end}`).toBe(false);
				}
			}),
			{ numRuns: 300 },
		);
	});

	it("was written as bytes in version 01, and in base32 since", async () => {
		const content = `DC01XX0100011ED71ED7B2${testFields()}`;
		const text = await issueTwoddoc(issuer, content);
		const { signature } = decoded(text);
		const binary = `${content}\u001f${String.fromCharCode(...signature)}`;
		expect([await holds(text, issuer), await holds(binary, issuer)]).toEqual([true, true]);
		expect(decodeTwoddoc(`${binary}A`)).toMatchObject({ outcome: "malformed" });
		expect(decodeTwoddoc(binary.replace("DC01", "DC02"))).toMatchObject({ outcome: "malformed" });
		expect(decodeTwoddoc(`${content}\u001f${"\u0101".repeat(64)}`)).toMatchObject({ outcome: "malformed" });
	});

	it("is followed by nothing but, in version 04, an annex that nobody reads", async () => {
		const content = header04("B2") + testFields();
		const document = decoded(await issueTwoddoc(issuer, content, "F5P\u001fF5P"));
		expect(projectTwoddoc(document, ID)).toMatchObject({ dcc: { t: [{ tr: "260415000" }] } });
		expect(decodeTwoddoc(`${await issueTwoddoc(issuer, content)}\n`)).toMatchObject({ detail: "trailing_text" });
		const v03 = `DC03XX0100011ED71ED7B201${testFields()}`;
		expect(decodeTwoddoc(await issueTwoddoc(issuer, v03, "F5P"))).toMatchObject({ detail: "trailing_text" });
	});
});

describe("scanners that drop control characters", () => {
	it("are named: no US", async () => {
		const text = await issueTwoddoc(issuer, header04("B2") + testFields());
		const dropped = text.replaceAll("\u001d", "").replace("\u001f", "");
		for (const damaged of [dropped, text.replace("\u001f", ""), text.replace("\u001f", "<US>")]) {
			expect(decodeTwoddoc(damaged)).toEqual({ outcome: "malformed", detail: "control_characters_lost" });
		}
		expect(decodeTwoddoc(header04("B2") + testFields())).toMatchObject({ detail: "signature_missing" });
	});

	it("are suspected: US, but neither GS nor RS", async () => {
		const text = await issueTwoddoc(issuer, header04("B2") + testFields());
		expect(decoded(text).withoutSeparators).toBe(false);
		expect(decoded(text.replaceAll("\u001d", "")).withoutSeparators).toBe(true);
	});
});

describe("[V-1] any text", () => {
	it("gives an answer", () => {
		const texts = fc.oneof(
			fc.string({ unit: "binary" }),
			fc.string({ unit: "binary" }).map((t) => header04("B2") + t),
		);
		fc.assert(
			fc.property(texts, (text) => {
				const result = decodeTwoddoc(text);
				if (result.outcome === "decoded") projectTwoddoc(result.document, ID);
			}),
		);
	});

	it("of messages made of fields gives an answer", () => {
		const part = fc.oneof(
			fc.constantFrom("F0", "F1", "F2", "F3", "F4", "F5", "F6", "08", "01", "\u001d", "\u001e", "N"),
			fc.string({ maxLength: 12 }),
		);
		fc.assert(
			fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
				const text = `${header04("B2")}${parts.join("")}\u001f${"A".repeat(103)}`;
				const result = decodeTwoddoc(text);
				if (result.outcome === "decoded") projectTwoddoc(result.document, ID);
			}),
		);
	});

	it("over 16 KiB is refused unread", () => {
		expect(decodeTwoddoc("DC04".padEnd(16_385, "A"))).toEqual({ outcome: "malformed", detail: "too_long" });
	});

	it("with a lone surrogate is refused", () => {
		const text = `${header04("B2")}F1\ud800\u001d\u001f${"A".repeat(103)}`;
		expect(decodeTwoddoc(text)).toEqual({ outcome: "malformed", detail: "foreign_character" });
	});
});
