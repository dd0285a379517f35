/** Durable passes (HC1) with throw-away signers, for the vectors of §7. */
import { sha256 } from "@noble/hashes/sha2.js";
import type { DccPayload, DccVaccination } from "@/lib/formats/hc1/dcc-payload";
import { encodeHc1 } from "@/lib/formats/hc1/encode-hc1";
import { base64, concat, fromBase64url, utf8 } from "@/lib/shared/bytes";
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import { NOW } from "@/tests/support/authority";
import { sign, type TestKey, testKey } from "@/tests/support/deterministic-key";

export const DCC_KEY = testKey("dcc");
const OTHER_DCC_KEY = testKey("other dcc");
const TEST_ONLY_KEY = testKey("dcc for tests only");
const ENDED_KEY = testKey("dcc that ended");
const UNUSABLE_KEY = testKey("dcc whose listed key is none");
const UNLISTED_KEY = testKey("dcc in no list");

export const REVOKED_PASS = "URN:UVCI:01:FR:REVOKED#1";

/** RFC 5480: id-ecPublicKey, prime256v1, and an uncompressed point to follow. */
const P256_SPKI = Uint8Array.from(Buffer.from("3059301306072a8648ce3d020106082a8648ce3d03010703420004", "hex"));

export function spkiOf({ jwk }: TestKey): string {
	const [x, y] = [fromBase64url(jwk.x), fromBase64url(jwk.y)];
	if (!x || !y) throw new Error("a test key has coordinates");
	return base64(concat(P256_SPKI, x, y));
}

function kidBytes(key: TestKey): Uint8Array {
	return sha256(utf8(spkiOf(key))).subarray(0, 8);
}

function listed(key: TestKey, overrides: Record<string, unknown> = {}) {
	return { use: "dcc", kid: base64(kidBytes(key)), country: "FR", spki: spkiOf(key), ...overrides };
}

/** The first two share a kid (K-2). */
export const HC1_LISTED = [
	listed(OTHER_DCC_KEY, { kid: base64(kidBytes(DCC_KEY)) }),
	listed(DCC_KEY, { name: "Autorité d'essai" }),
	listed(TEST_ONLY_KEY, { kinds: ["t"] }),
	listed(ENDED_KEY, { exp: NOW - 30 * DAY }),
	listed(UNUSABLE_KEY, { spki: "AAAA" }),
];

/** Of the earlier form: sorted 8-byte prefixes. */
export function denyFile(ids: readonly string[]): Uint8Array {
	const prefixes = ids.map((id) => Buffer.from(sha256(utf8(id)).subarray(0, 8)));
	return concat(...prefixes.sort(Buffer.compare));
}

const PERSON = { nam: { fn: "ESSAI", gn: "Camille Aimée", fnt: "ESSAI", gnt: "CAMILLE<AIMEE" }, dob: "1990-02-03" };

export function vaccinated(ci: string): DccPayload {
	const product = { tg: "840539006", vp: "1119349007", mp: "EU/1/20/1528", ma: "ORG-100030215" };
	const dose = { dn: 2, sd: 2, dt: "2021-06-01", co: "FR", is: "Autorité d'essai", ci };
	return { ver: "1.3.0", ...PERSON, v: [{ ...product, ...dose }] };
}

type Options = { readonly key?: TestKey; readonly kidOf?: TestKey; readonly iat?: number; readonly exp?: number };

export function hc1(dcc: DccPayload, options: Options = {}): Promise<string> {
	const { key = DCC_KEY, kidOf = key, iat = NOW - DAY, exp = NOW + 365 * DAY } = options;
	const signer = { kid: kidBytes(kidOf), sign: async (bytes: Uint8Array) => sign(key, bytes) };
	return encodeHc1({ dcc, issuer: "FR", iat, exp }, signer);
}

const PASS = "URN:UVCI:01:FR:ESSAI0001#A";

/** P-8: the pass is of 12 August 2021. */
const INJECTED = [
	"2021-06",
	"2021",
	"2021-08",
	"2021-06-01t10:00:00z",
	"2021-06-01 10:00:00+02:00",
	"2021-06-31",
] as const;

function injected(change: Partial<DccVaccination>): DccPayload {
	const pass = vaccinated(PASS);
	return { ...pass, v: pass.v?.map((dose) => ({ ...dose, ...change })) ?? [] };
}

const { v: _, ...nobodyKnows } = vaccinated(PASS);

export async function hc1Texts() {
	return {
		genuine: await hc1(vaccinated(PASS)),
		revoked: await hc1(vaccinated(REVOKED_PASS)),
		unlisted: await hc1(vaccinated(PASS), { key: UNLISTED_KEY }),
		forged: await hc1(vaccinated(PASS), { key: UNLISTED_KEY, kidOf: DCC_KEY }),
		beyondUsage: await hc1(vaccinated(PASS), { key: TEST_ONLY_KEY }),
		afterKeyEnded: await hc1(vaccinated(PASS), { key: ENDED_KEY }),
		beforeKeyEnded: await hc1(vaccinated(PASS), { key: ENDED_KEY, iat: NOW - 60 * DAY }),
		expired: await hc1(vaccinated(PASS), { exp: NOW - 1 }),
		fromTheFuture: await hc1(vaccinated(PASS), { iat: NOW + HOUR }),
		ofNoKind: await hc1(nobodyKnows),
		unusableKey: await hc1(vaccinated(PASS), { key: UNUSABLE_KEY }),
		withoutBirth: await hc1({ ...vaccinated(PASS), dob: "" }),
		withoutName: await hc1({ ...vaccinated(PASS), nam: { fnt: "" } }),
		withoutProduct: await hc1(injected({ mp: undefined as unknown as string })),
		dated: Object.fromEntries(
			await Promise.all(INJECTED.map(async (dt) => [dt, await hc1(injected({ dt }))] as const)),
		) as Record<(typeof INJECTED)[number], string>,
		id: PASS,
	};
}
