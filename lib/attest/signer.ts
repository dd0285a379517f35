import { CompactSign } from "jose";
import { kidOf } from "@/lib/shared/jwk-thumbprint";

export type JwsHeader = { readonly alg: "ES256"; readonly typ: string; readonly kid: string };

/** Who holds a device key: WebCrypto in a page, a file on the command line, a security module elsewhere. */
export type Signer = {
	/** The 11-character kid (K-1) of the key. */
	readonly kid: string;
	/** A compact JWS over exactly these payload bytes, with exactly this header in this member order. */
	readonly sign: (header: JwsHeader, payload: Uint8Array) => Promise<string>;
};

/** Signs with a WebCrypto key, which may be non-extractable; `publicJwk` names it. */
export function joseSigner(privateKey: CryptoKey, publicJwk: { readonly x: string; readonly y: string }): Signer {
	return {
		kid: kidOf(publicJwk),
		sign: (header, payload) => new CompactSign(payload).setProtectedHeader({ ...header }).sign(privateKey),
	};
}
