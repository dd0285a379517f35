import { describe, expect, it } from "vitest";
import { fromBase64url, utf8 } from "@/lib/shared/bytes";
import { keysetJwt, ROOT } from "@/tests/support/authority";
import { malleate, sign, signJwt, testKey } from "@/tests/support/deterministic-key";
import { recoverSigners } from "./recover-signer";

describe("recoverSigners (SEC 1 §4.1.6)", () => {
	it("finds the signer among two candidates", () => {
		const candidates = recoverSigners(keysetJwt());
		expect(candidates).toHaveLength(2);
		expect(candidates).toContainEqual(ROOT.jwk);
	});

	it("finds nothing in what is no ES256 signature", () => {
		for (const text of ["", ".", "a.b", "a.b.c", `a.b.${"A".repeat(86)}`]) expect(recoverSigners(text)).toEqual([]);
	});

	it("the test signer agrees with WebCrypto, also with the other half of the signature", async () => {
		const key = testKey("agreement");
		const publicKey = await crypto.subtle.importKey("jwk", key.jwk, { name: "ECDSA", namedCurve: "P-256" }, true, [
			"verify",
		]);
		const message = utf8("sample");
		for (const signature of [sign(key, message), malleate(sign(key, message))]) {
			const algorithm = { name: "ECDSA", hash: "SHA-256" };
			expect(await crypto.subtle.verify(algorithm, publicKey, new Uint8Array(signature), message)).toBe(true);
		}
	});

	it("signs as RFC 6979 §A.2.5 does", () => {
		const d = BigInt("0xC9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721");
		const signature = sign({ ...testKey("any"), d }, utf8("sample"));
		expect(Buffer.from(signature).toString("hex")).toBe(
			"efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8",
		);
	});

	it("verifies with the recovered key only when it is the pinned one", () => {
		const forged = signJwt(testKey("stranger"), { alg: "ES256", typ: "keyset+jwt" }, {});
		expect(fromBase64url(forged.split(".")[2] ?? "")).toHaveLength(64);
		expect(recoverSigners(forged)).not.toContainEqual(ROOT.jwk);
	});
});
