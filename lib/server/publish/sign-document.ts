import "server-only";
import { SignJWT } from "jose";
import type { SigningKey } from "../keys/key-store";

/** A published JWT with `iat` and whatever else `claims` has. */
export function signDocument(key: SigningKey, typ: string, claims: Readonly<Record<string, unknown>>): Promise<string> {
	return new SignJWT({ ...claims }).setProtectedHeader({ alg: "ES256", typ, kid: key.kid }).sign(key.privateKey);
}
