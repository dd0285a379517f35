import { SignJWT } from "jose";
import { DEVICE_PROOF_LIFETIME, DEVICE_PROOF_SCHEME, DEVICE_PROOF_TYP } from "@/lib/protocol/device-proof";
import { base64url } from "@/lib/shared/bytes";
import type { NumericDate } from "@/lib/shared/numeric-date";

/** The keys of a device that may not be enrolled yet: the claim itself is signed with the key it enrols. */
export type ProvingDevice = {
	/** ES256, usage `sign`. */
	readonly privateKey: CryptoKey;
	/** RFC 7638 thumbprint of the public key, 43 characters. */
	readonly thumbprint: string;
};

/** The value of `Authorization` for one request (lib/protocol/device-proof.ts). `now` is server time as far as known. */
export async function deviceProof(
	device: ProvingDevice,
	request: { url: URL; method: "POST"; body: Uint8Array<ArrayBuffer>; now: NumericDate },
): Promise<string> {
	const digest = await crypto.subtle.digest("SHA-256", request.body);
	const jwt = await new SignJWT({ htm: request.method, bh: base64url(new Uint8Array(digest)) })
		.setProtectedHeader({ alg: "ES256", typ: DEVICE_PROOF_TYP, kid: device.thumbprint })
		.setAudience(request.url.origin + request.url.pathname)
		.setJti(crypto.randomUUID())
		.setIssuedAt(request.now)
		.setExpirationTime(request.now + DEVICE_PROOF_LIFETIME)
		.sign(device.privateKey);
	return `${DEVICE_PROOF_SCHEME} ${jwt}`;
}
