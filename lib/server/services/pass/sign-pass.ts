/** The durable pass of a record: an EU DCC with the content of the attestation and an identifier of its own. */
import "server-only";
import { deflateSync } from "node:zlib";
import { encodeHc1 } from "@/lib/formats/hc1/encode-hc1";
import { mrzName } from "@/lib/formats/mrz-name";
import type { AttestationClaims } from "@/lib/formats/relais/attestation-claims";
import { projectAttestation } from "@/lib/formats/relais/project-attestation";
import type { RecordInput } from "@/lib/protocol/records";
import { fromBase64 } from "@/lib/shared/bytes";
import { DAY, type NumericDate } from "@/lib/shared/numeric-date";
import type { ServerContext } from "../../context/server-context";
import { signEs256 } from "../../crypto/node-crypto";
import { makeUvci } from "./make-uvci";

/** Technical end of the signature. How long the proof counts is the policy's matter (design rule 8). */
const LIFETIME = 365 * DAY;
const ISSUER = "FR";
/** `is` of the DCC: whom a verifier abroad would ask. */
const CERTIFICATE_ISSUER = "Relais";

/** A window, tables and pieces no larger than a pass can use: the usual ones are a quarter of a megabyte, made anew each time. */
const DEFLATE = { level: 9, windowBits: 12, memLevel: 6, chunkSize: 1_024 };

export type SignedPass = {
	readonly uvci: string;
	readonly hc1: string;
	readonly signedBy: string;
	readonly issuedAt: NumericDate;
	readonly expiresAt: NumericDate;
};

/** `claims` as signed at the counter; `identity` has the whole names, and how they are written in another script. */
export async function signPass(
	context: ServerContext,
	{ claims, identity }: { readonly claims: AttestationClaims; readonly identity: RecordInput["identity"] },
): Promise<SignedPass> {
	const [key] = context.keys.dcc;
	const kid = fromBase64(key.kid);
	if (kid === undefined) throw new Error("the kid of a DCC key is not base64");
	const uvci = makeUvci();
	const issuedAt = context.signingClock.now();
	const expiresAt = issuedAt + LIFETIME;
	const proof = projectAttestation(claims, { ci: uvci, is: CERTIFICATE_ISSUER });
	const dcc = { ...proof, nam: passNames(identity) };
	const signer = { kid, sign: async (bytes: Uint8Array) => signEs256(key.privateKey, bytes) };
	const hc1 = await encodeHc1({ dcc, issuer: ISSUER, iat: issuedAt, exp: expiresAt }, signer, (bytes) =>
		deflateSync(bytes, DEFLATE),
	);
	return { uvci, hc1, signedBy: key.kid, issuedAt, expiresAt };
}

/** Spec EN-5: as written, and beside it in the letters of the machine-readable zone, from the Latin spelling if there is one. */
function passNames({ family, given, latin }: RecordInput["identity"]) {
	const fnt = mrzName(latin?.family ?? family);
	if (given === "") return { fn: family, fnt };
	return { fn: family, fnt, gn: given, gnt: mrzName(latin?.given ?? given) };
}
