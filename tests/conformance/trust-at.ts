import { CompactSign, calculateJwkThumbprint, exportJWK, generateKeyPair } from "jose";
import { base64url, utf8 } from "@/lib/shared/bytes";
import { DAY, HOUR, type NumericDate } from "@/lib/shared/numeric-date";
import { openTrust } from "@/lib/trust/open-trust";
import type { Trust } from "@/lib/trust/trust";
import type { ListedKeyUse } from "@/lib/trust/trust-list";

export type ForeignKey = {
	readonly use: ListedKeyUse;
	readonly kid: string;
	readonly spki: string;
	readonly iss?: string;
	readonly country?: string;
	readonly kinds?: readonly string[];
	readonly nbf?: NumericDate;
	readonly exp?: NumericDate;
};

export type TrustOptions = {
	readonly keys: readonly ForeignKey[];
	readonly crls?: Readonly<Record<string, unknown[]>>;
};

const makeKey = async () => {
	const { publicKey, privateKey } = await generateKeyPair("ES256", { extractable: true });
	const jwk = await exportJWK(publicKey);
	const thumbprint = await calculateJwkThumbprint(jwk);
	const kid = base64url(Buffer.from(thumbprint, "base64url").subarray(0, 8));
	return { jwk, privateKey, thumbprint, kid };
};
const rootKey = makeKey();
const listKey = makeKey();

/** A trust list an hour old at `now`, signed as a real one, that holds `keys`. */
export async function trustAt(now: NumericDate, { keys, crls }: TrustOptions): Promise<Trust> {
	const [root, list] = await Promise.all([rootKey, listKey]);
	const dates = { iat: now - HOUR, exp: now + 90 * DAY };
	const entry = { kid: list.kid, jwk: list.jwk, use: ["list"], nbf: now - DAY, exp: now + 90 * DAY };
	const keyset = await sign(root, "keyset+jwt", { iss: "conformance", seq: 1, ...dates, keys: [entry] });
	const trustList = await sign(list, "trust-list+jwt", { iss: "conformance", seq: 1, ...dates, keys });
	const bundle = { root: root.thumbprint, keyset, list: trustList, ...(crls ? { crls: { ...crls } } : {}) };
	const opened = await openTrust(bundle, { subtle: crypto.subtle });
	if (!opened.ok) throw new Error(opened.error.code);
	return opened.value;
}

async function sign(key: Awaited<typeof rootKey>, typ: string, claims: object): Promise<string> {
	return new CompactSign(utf8(JSON.stringify(claims)))
		.setProtectedHeader({ alg: "ES256", typ, kid: key.kid, jwk: key.jwk })
		.sign(key.privateKey);
}
