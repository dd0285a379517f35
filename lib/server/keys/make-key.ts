import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { exportJWK, generateKeyPair } from "jose";
import { base64, fromBase64url } from "@/lib/shared/bytes";
import { kidOf } from "@/lib/shared/jwk-thumbprint";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { type SecretKeyFile, type SecretUse, type SigningKeyFile, type SigningUse, signingKeyFile } from "./key-file";

/** A fresh P-256 key. `from`: when it takes over, if not at once. */
export async function makeSigningKey(
	use: SigningUse,
	createdAt: NumericDate,
	from?: NumericDate,
): Promise<SigningKeyFile> {
	const { privateKey } = await generateKeyPair("ES256", { extractable: true });
	const { kty, crv, x, y, d } = await exportJWK(privateKey);
	const kid = kidOf({ x: x ?? "", y: y ?? "" });
	return signingKeyFile.parse({
		kid: use === "dcc" ? dccKid(kid) : kid,
		use,
		jwk: { kty, crv, x, y, d },
		createdAt,
		from,
	});
}

/** Thirty-two fresh random bytes. `from`: when they take over, if not at once. */
export function makeSecretKey(use: SecretUse, createdAt: NumericDate, from?: NumericDate): SecretKeyFile {
	const secret = randomBytes(32);
	const kid = createHash("sha256").update(secret).digest().subarray(0, 8).toString("base64url");
	return { kid, use, secret: secret.toString("base64url"), createdAt, from };
}

/** A K-1 kid as DCC key lists write kids: standard base64 of the eight bytes (spec §4). */
function dccKid(kid: string): string {
	return base64(fromBase64url(kid) ?? new Uint8Array());
}
