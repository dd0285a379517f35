import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { plainHmac } from "@/lib/checkcode/hmac-port";
import { utf8 } from "@/lib/shared/bytes";
import { type VerifyEs256, webVerifyEs256 } from "@/lib/trust/verify-es256";
import { deviceKey } from "@/tests/support/test-device";
import { hmacSha256, signEs256, verifyEs256 } from "./node-crypto";

const PLATFORMS: readonly [string, VerifyEs256][] = [
	["node's", verifyEs256],
	["WebCrypto's", webVerifyEs256(crypto.subtle)],
];
const INPUT = utf8("what was signed");

describe.each(PLATFORMS)("%s answer to an ES256 signature", (_, verify) => {
	it("holds for what the key signed, and for nothing else", async () => {
		const [own, other] = [await deviceKey(), await deviceKey()];
		const signature = signEs256(own.privateKey, INPUT);
		expect(signature).toHaveLength(64);
		expect(await verify(own.jwk, { input: INPUT, signature })).toBe(true);
		expect(await verify(other.jwk, { input: INPUT, signature })).toBe(false);
		expect(await verify(own.jwk, { input: utf8("what was not"), signature })).toBe(false);
	});

	it("is no for a signature of another length, or of nothing", async () => {
		const { jwk, privateKey } = await deviceKey();
		const signature = signEs256(privateKey, INPUT);
		const others = [new Uint8Array(), new Uint8Array(64), signature.slice(0, 63), Uint8Array.of(...signature, 0)];
		for (const wrong of others) expect(await verify(jwk, { input: INPUT, signature: wrong })).toBe(false);
	});

	it("is none for a point off the curve", async () => {
		const { jwk, privateKey } = await deviceKey();
		const signed = { input: INPUT, signature: signEs256(privateKey, INPUT) };
		expect(await verify({ ...jwk, x: jwk.y, y: jwk.x }, signed)).toBeUndefined();
	});
});

describe("HMAC by node", () => {
	it("is the one that devices calculate", () => {
		for (const length of [0, 1, 63, 64, 65, 200]) {
			const [key, message] = [randomBytes(16), randomBytes(length)];
			expect([...hmacSha256(key, message)]).toEqual([...plainHmac(key, message)]);
		}
	});
});
