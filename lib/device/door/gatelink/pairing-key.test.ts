import { describe, expect, it } from "vitest";
import { utf8 } from "@/lib/shared/bytes";
import { chainKeys, makePairingKey, openChain, sealChain } from "./pairing-key";

async function twoGates() {
	const [one, other] = [await makePairingKey(), await makePairingKey()];
	const [ours, theirs] = [await chainKeys(one, other.publicKey), await chainKeys(other, one.publicKey)];
	if (ours === undefined || theirs === undefined) throw new Error("no keys");
	return { ours, theirs };
}

describe("[GG-7] a sealed chain", () => {
	it("is opened by the gate whose code was read, and by nobody else", async () => {
		const { ours, theirs } = await twoGates();
		const stranger = await twoGates();
		const sealed = await sealChain(utf8("told"), ours);
		expect(await openChain(sealed, theirs)).toEqual(utf8("told"));
		expect(await openChain(sealed, stranger.theirs)).toBeUndefined();
		// Nor by the one that made it: its own chain, held before its camera, is not the other gate's.
		expect(await openChain(sealed, ours)).toBeUndefined();
		sealed[15] = (sealed[15] ?? 0) ^ 1;
		expect(await openChain(sealed, theirs)).toBeUndefined();
		expect(await openChain(new Uint8Array(3), theirs)).toBeUndefined();
	});

	it("is another one each time", async () => {
		const { ours } = await twoGates();
		expect(await sealChain(utf8("told"), ours)).not.toEqual(await sealChain(utf8("told"), ours));
	});

	it("needs a point of the curve, and keys that cannot be exported", async () => {
		expect(await chainKeys(await makePairingKey(), new Uint8Array(64))).toBeUndefined();
		const { ours } = await twoGates();
		for (const key of [ours.seal, ours.open]) await expect(crypto.subtle.exportKey("raw", key)).rejects.toThrow();
	});
});
