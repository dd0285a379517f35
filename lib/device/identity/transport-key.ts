import "client-only";
import { type DevicePublicJwk, devicePublicJwk } from "@/lib/protocol/device-kit";
import { thumbprint } from "@/lib/shared/jwk-thumbprint";

/**
 * [VA-5] A key by which a counter sends its encrypted records while it is locked. It lies in the database as doors' keys
 * do: whoever copies it can send records that this counter made, and nothing else.
 */
export type TransportKey = {
	/** ES256, usage `sign`. */
	readonly privateKey: CryptoKey;
	readonly publicJwk: DevicePublicJwk;
	/** RFC 7638, 43 characters. */
	readonly thumbprint: string;
};

export async function makeTransportKey(): Promise<TransportKey> {
	const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
	const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", pair.publicKey);
	const publicJwk = devicePublicJwk.parse({ kty, crv, x, y });
	return { privateKey: pair.privateKey, publicJwk, thumbprint: thumbprint(publicJwk) };
}
