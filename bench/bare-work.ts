/**
 * The WebCrypto work that a verdict cannot do without, laid ready: what is timed when a `BareCheck` runs is WebCrypto
 * and nothing else. One signature under an imported key; for RP1, whose text brings the device's key along, two
 * signatures and the import of that key, one after the other.
 */
import { decodeHc1 } from "@/lib/formats/hc1/decode-hc1";
import { decodeAttestation } from "@/lib/formats/relais/attestation-text";
import { restoreDelegation } from "@/lib/formats/relais/delegation";
import { delegationJwt, signedAttestation } from "@/lib/formats/relais/signed-attestation";
import { decodeShc } from "@/lib/formats/shc/decode-shc";
import { decodeTwoddoc } from "@/lib/formats/twoddoc/decode-twoddoc";
import { assertNever } from "@/lib/shared/assert-never";
import { type Bytes, concat, fromBase64, fromBase64url, utf8 } from "@/lib/shared/bytes";
import type { PassFormat } from "@/lib/shared/pass-format";
import type { Trust } from "@/lib/trust/trust";
import { listedKeyIndex } from "@/lib/trust/trust-list";

/** True: the signature holds. */
export type BareCheck = () => Promise<boolean>;

type Signed = { readonly signature: Bytes; readonly input: Bytes };

const P256 = { name: "ECDSA", namedCurve: "P-256" };
const ES256 = { name: "ECDSA", hash: "SHA-256" };

/** `text` is one that the bench made. */
export async function bareCheck(format: PassFormat, text: string, trust: Trust): Promise<BareCheck> {
	switch (format) {
		case "relais":
			return relaisCheck(text, trust);
		case "hc1": {
			const { kid = "", signature, toBeSigned } = made(decodeHc1(text));
			return oneSignature({ signature, input: toBeSigned }, await listed(trust, listedKeyIndex("dcc", kid)));
		}
		case "shc": {
			const decoded = decodeShc(text);
			const { jws, kid, iss } = made(decoded.outcome === "decoded" ? decoded.card : undefined);
			return oneSignature(split(jws), await listed(trust, listedKeyIndex("shc", kid, iss)));
		}
		case "2ddoc": {
			const decoded = decodeTwoddoc(text);
			const document = made(decoded.outcome === "decoded" ? decoded.document : undefined);
			const key = await listed(trust, listedKeyIndex("2ddoc", document.header.keyId));
			return oneSignature({ signature: document.signature, input: document.signedBytes }, key);
		}
		default:
			return assertNever(format);
	}
}

async function relaisCheck(text: string, trust: Trust): Promise<BareCheck> {
	const decoded = decodeAttestation(text);
	const attestation = made(decoded.outcome === "decoded" ? decoded.attestation : undefined);
	const delegation = restoreDelegation(made(attestation.delegation));
	const authority = trust.keyset?.keys.find(({ kid }) => kid === delegation.signerKid);
	const signerKey = made(await authority?.publicKey());
	const { x, y } = made(attestation.delegation);
	const point = concat(Uint8Array.of(4), x, y);
	const [first, second] = [split(delegationJwt(delegation)), signedAttestation(attestation)];
	const { subtle } = trust;
	return async () => {
		const delegated = await subtle.verify(ES256, signerKey, first.signature, first.input);
		const deviceKey = await subtle.importKey("raw", point, P256, false, ["verify"]);
		return delegated && (await subtle.verify(ES256, deviceKey, second.signature, second.input));
	};
}

function oneSignature({ signature, input }: Signed, key: CryptoKey): BareCheck {
	return () => crypto.subtle.verify(ES256, key, signature, input);
}

function listed(trust: Trust, name: string): Promise<CryptoKey> {
	const spki = made(fromBase64(trust.listedKeys.get(name)?.[0]?.spki ?? ""));
	return trust.subtle.importKey("spki", spki, P256, false, ["verify"]);
}

function split(jwt: string): Signed {
	const end = jwt.lastIndexOf(".");
	return { signature: made(fromBase64url(jwt.slice(end + 1))), input: utf8(jwt.slice(0, end)) };
}

function made<Value>(value: Value | undefined): Value {
	if (value === undefined) throw new Error("the bench made a pass that cannot be taken apart");
	return value;
}
