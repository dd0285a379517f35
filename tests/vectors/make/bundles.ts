/** The verifier bundles that vectors refer to by name. */
import { createHash } from "node:crypto";
import { zlibSync } from "fflate";
import { decodeJwt } from "jose";
import { base64, base64url } from "@/lib/shared/bytes";
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import { buildDenyFile, denyPrefix } from "@/lib/trust/deny-list";
import {
	BLOCK_FIRST,
	bundle,
	DELEGATION_KEY,
	delegationClaims,
	delegationJwt,
	keyEntry,
	keysetClaims,
	keysetJwt,
	LIST_KEY,
	listClaims,
	listJwt,
	NEXT_ROOT,
	NOW,
	ROOT,
	rootProof,
	STATUS_ID,
	STATUS_KEY,
	STRANGER,
	statusJwt,
} from "@/tests/support/authority";
import { signJwt, testKey } from "@/tests/support/deterministic-key";
import type { Bundles } from "../vector";
import { denyFile, HC1_LISTED, REVOKED_PASS } from "./hc1";

export const REVOKED_INDEX = BLOCK_FIRST + 13;
export const SECOND_SIGNER = testKey("second delegation signer");

const cached = [delegationJwt()];
const keys = [keyEntry(LIST_KEY, ["list"]), keyEntry(STATUS_KEY, ["status"])];
const forEncryption = { ...DELEGATION_KEY.jwk, use: "enc" };
const signerFrom = (overrides: Record<string, unknown>) =>
	keysetJwt({ keys: [...keys, keyEntry(DELEGATION_KEY, ["delegation"], overrides)] });
const denied = (entry: Record<string, unknown>) =>
	bundle({ delegations: cached, list: listJwt({ denied: [{ ...entry, from: NOW + DAY, reason: "stolen device" }] }) });
const delegated = (overrides: Record<string, unknown>) => bundle({ delegations: [delegationJwt(overrides)] });
const foreign = (kid: string, spki = "c3BraQ==") => ({ use: "dcc", kid, spki });
const listed = (seq: number, kids: readonly string[], removed: readonly string[] = []) =>
	listing(seq, kids, { removed: removed.map((kid) => ({ use: "dcc", kid, reason: "expired", at: NOW })) });
const listing = (seq: number, kids: readonly string[], claims: Record<string, unknown> = {}) =>
	bundle({ list: listJwt({ seq, keys: kids.map((kid) => foreign(kid)), ...claims }) });
const THREE = ["AAAA", "BBBB", "CCCC"];
const ABSENT_DENY_FILE = { uri: "https://relais.example/trust/deny.bin", sha256: "00".repeat(32), count: 1 };

/** [TL-1] The list key was stolen and the thief numbers as high as he can; the authority then goes on with new keys. */
const NEW_LIST_KEY = testKey("list, after the theft");
const HIGHEST = Math.floor((NOW - HOUR) / 10) + 60;
const THIEF_LIST = listJwt({ seq: HIGHEST, keys: [foreign("HERS")], exp: NOW + 4000 * DAY });
const afterTheft = keysetJwt({
	seq: 2,
	keys: [keyEntry(NEW_LIST_KEY, ["list"]), keyEntry(DELEGATION_KEY, ["delegation"]), keyEntry(STATUS_KEY, ["status"])],
	removed: [{ kid: LIST_KEY.kid, reason: "stolen", at: NOW }],
});
const underNext = keysetJwt({ seq: 3 }, { signer: NEXT_ROOT });
const announcing = (proof?: string) => keysetJwt({ seq: 2, root: { jwk: NEXT_ROOT.jwk, proof } });

/** JSON of `claims` with one member given again, with the same value. */
function twice(name: string, claims: Record<string, unknown>): string {
	return `{"${name}":${JSON.stringify(claims[name])},${JSON.stringify(claims).slice(1)}`;
}

function statusOfBytes(length: number): string {
	const lst = base64url(zlibSync(new Uint8Array(length).fill(0xff)));
	return statusJwt([], { status_list: { bits: 1, lst } });
}

function foreignWith(file: Uint8Array, count = 1) {
	const sha256 = createHash("sha256").update(file).digest("hex");
	const deny = { uri: "https://relais.example/trust/deny.bin", sha256, count };
	return bundle({ list: listJwt({ keys: HC1_LISTED, deny }), deny: base64(file) });
}

export const BUNDLES: Bundles = {
	plain: bundle({ delegations: cached, status: { [STATUS_ID]: statusJwt([REVOKED_INDEX]) } }),
	"no delegation": bundle(),
	"no keyset": { root: ROOT.thumbprint, list: listJwt(), delegations: cached },
	"no list": { root: ROOT.thumbprint, keyset: keysetJwt(), delegations: cached },
	nothing: { root: ROOT.thumbprint },

	"root key not carried": bundle({ delegations: cached, keyset: keysetJwt({}, { header: { jwk: undefined } }) }),
	"another root": bundle({ root: NEXT_ROOT.thumbprint }),
	"keyset of a stranger": bundle({ keyset: keysetJwt({}, { signer: STRANGER }) }),
	"keyset of a stranger who shows the root's key": bundle({
		keyset: keysetJwt({}, { signer: STRANGER, header: { jwk: ROOT.jwk } }),
	}),
	"keyset with the typ of a list": bundle({ keyset: keysetJwt({}, { header: { typ: "trust-list+jwt" } }) }),
	"keyset expired": bundle({ delegations: cached, keyset: keysetJwt({ exp: NOW - DAY }) }),
	"list by a delegation key": bundle({ list: listJwt({}, { signer: DELEGATION_KEY }) }),
	"list by a stranger": bundle({ list: listJwt({}, { signer: STRANGER }) }),
	"list by a stranger under a known kid": bundle({
		list: listJwt({}, { signer: STRANGER, header: { kid: LIST_KEY.kid } }),
	}),
	"list with the typ of a keyset": bundle({ list: listJwt({}, { header: { typ: "keyset+jwt" } }) }),
	"keyset with a key for encryption": bundle({
		keyset: keysetJwt({ keys: [...keys, keyEntry(DELEGATION_KEY, ["delegation"], { jwk: forEncryption })] }),
	}),
	"keyset with a member twice": bundle({
		keyset: signJwt(
			ROOT,
			{ alg: "ES256", typ: "keyset+jwt", kid: ROOT.kid, jwk: ROOT.jwk },
			twice("seq", keysetClaims()),
		),
	}),
	"keyset with a member of its header twice": bundle({
		keyset: signJwt(
			ROOT,
			twice("typ", { alg: "ES256", typ: "keyset+jwt", kid: ROOT.kid, jwk: ROOT.jwk }),
			keysetClaims(),
		),
	}),
	"list with a member twice": bundle({
		list: signJwt(LIST_KEY, { alg: "ES256", typ: "trust-list+jwt", kid: LIST_KEY.kid }, twice("denied", listClaims())),
	}),
	"list with a member of a key twice": bundle({
		list: signJwt(
			LIST_KEY,
			{ alg: "ES256", typ: "trust-list+jwt", kid: LIST_KEY.kid },
			JSON.stringify(listClaims({ keys: [foreign("AAAA")] })).replace('"kid":', '"k\\u0069d":"BBBB","kid":'),
		),
	}),
	"status with a member twice": bundle({
		delegations: cached,
		status: {
			[STATUS_ID]: signJwt(
				STATUS_KEY,
				{ alg: "ES256", typ: "statuslist+jwt", kid: STATUS_KEY.kid },
				twice("iat", decodeJwt(statusJwt([BLOCK_FIRST + 7]))),
			),
		},
	}),
	"list without seq": bundle({ list: listJwt({ seq: undefined }) }),

	"status never fetched": bundle({ delegations: cached, status: {} }),
	"status by a list key": bundle({
		delegations: cached,
		status: { [STATUS_ID]: statusJwt([BLOCK_FIRST + 7], {}, { signer: LIST_KEY }) },
	}),
	"status of another list": bundle({
		delegations: cached,
		status: { [STATUS_ID]: statusJwt([BLOCK_FIRST + 7], { sub: "https://relais.example/trust/status/s2.jwt" }) },
	}),
	"status of a list without an address": bundle({
		delegations: cached,
		list: listJwt({ status: [] }),
		status: { [STATUS_ID]: statusJwt([BLOCK_FIRST + 7]) },
	}),
	"status of another list, without an address": bundle({
		delegations: cached,
		list: listJwt({ status: [{ id: "s2", uri: "https://relais.example/trust/status/s2.jwt" }] }),
		status: { [STATUS_ID]: statusJwt([BLOCK_FIRST + 7], { sub: "https://relais.example/trust/status/s2.jwt" }) },
	}),
	"status too short": bundle({ delegations: cached, status: { [STATUS_ID]: statusJwt([], {}, { length: 800 }) } }),
	"status of 1 MiB": bundle({ delegations: cached, status: { [STATUS_ID]: statusOfBytes(1_048_576) } }),
	"status of 1 MiB and a byte": bundle({ delegations: cached, status: { [STATUS_ID]: statusOfBytes(1_048_577) } }),
	"status with two bits": bundle({
		delegations: cached,
		status: { [STATUS_ID]: statusJwt([], { status_list: { bits: 2, lst: "eNpjYGBgAAAABAAB" } }) },
	}),
	"status with the typ of a list": bundle({
		delegations: cached,
		status: { [STATUS_ID]: statusJwt([BLOCK_FIRST + 7], {}, { header: { typ: "trust-list+jwt" } }) },
	}),

	"denied jti": denied({ jti: "Dq3x" }),
	"denied sub": denied({ sub: "40123" }),
	"denied signer": denied({ kid: DELEGATION_KEY.kid }),
	"denied somebody else": denied({ jti: "Other", sub: "40124", kid: STRANGER.kid }),

	"signer not for delegations": bundle({
		delegations: cached,
		keyset: keysetJwt({ keys: [...keys, keyEntry(DELEGATION_KEY, ["list", "status"])] }),
	}),
	"signer ended before": bundle({ delegations: cached, keyset: signerFrom({ exp: NOW - 10 * DAY - 1 }) }),
	"signer ended since": bundle({ delegations: cached, keyset: signerFrom({ exp: NOW - 10 * DAY }) }),
	"signer began after": bundle({ delegations: cached, keyset: signerFrom({ nbf: NOW - 10 * DAY + 1 }) }),
	"signers sharing a kid": bundle({
		delegations: cached,
		keyset: keysetJwt({
			keys: [
				...keys,
				keyEntry(SECOND_SIGNER, ["delegation"], { kid: DELEGATION_KEY.kid }),
				keyEntry(DELEGATION_KEY, ["delegation"]),
			],
		}),
	}),

	"forged delegation": bundle({
		delegations: [
			signJwt(STRANGER, { alg: "ES256", typ: "delegation+jwt", kid: DELEGATION_KEY.kid }, delegationClaims()),
		],
	}),
	"delegation by a stranger": bundle({ delegations: [delegationJwt({}, { signer: STRANGER })] }),
	"delegation header with white space": bundle({
		delegations: [
			signJwt(
				DELEGATION_KEY,
				`{"alg":"ES256", "typ":"delegation+jwt","kid":"${DELEGATION_KEY.kid}"}`,
				delegationClaims(),
			),
		],
	}),
	"delegation of 31 days": delegated({ exp: NOW + 21 * DAY }),
	"delegation ended an hour ago": delegated({ nbf: NOW - 30 * DAY, exp: NOW - HOUR }),
	"delegation ended yesterday": delegated({ nbf: NOW - 30 * DAY, exp: NOW - DAY }),
	"delegation begins tomorrow": delegated({ nbf: NOW + DAY }),
	"delegation for vaccination": delegated({ k: "V" }),
	"delegation for 24 hours": delegated({ max: 24 }),
	"delegation renewed": bundle({
		delegations: [
			delegationJwt({ jti: "Old1", nbf: NOW - 40 * DAY, exp: NOW - 10 * DAY, sl: ["s0", 0, 500] }),
			delegationJwt(),
		],
	}),
	"delegation renewed, both unfit": bundle({
		delegations: [
			delegationJwt({ jti: "Old1", k: "V" }),
			delegationJwt({ jti: "Old2", sl: [STATUS_ID, 0, 10] }),
			delegationJwt({ jti: "Old3", nbf: NOW - 40 * DAY, exp: NOW - 10 * DAY }),
		],
	}),

	"list 5 of three keys": listed(5, THREE),
	"list 4 of three keys": listed(4, THREE),
	"list 5 of four keys": listed(5, ["AAAA", "BBBB", "CCCC", "DDDD"]),
	"list 6 of three keys": listed(6, THREE),
	"list 6 of one key": listed(6, ["AAAA"]),
	"list 6 of one key, explained": listed(6, ["AAAA"], ["BBBB", "CCCC"]),
	"a list numbered as high as its time allows": listing(HIGHEST, THREE),
	"a list numbered beyond its time": listing(HIGHEST + 1, THREE),
	"a list a day ahead": listing(6, THREE, { iat: NOW + DAY }),
	"a list more than a day ahead": listing(6, THREE, { iat: NOW + DAY + 1 }),
	"list 6, one key ends sooner": bundle({
		list: listJwt({ seq: 6, keys: [{ ...foreign("AAAA"), exp: NOW + DAY }, foreign("BBBB"), foreign("CCCC")] }),
	}),
	"list 6, one key signs fewer kinds": bundle({
		list: listJwt({ seq: 6, keys: [{ ...foreign("AAAA"), kinds: ["t"] }, foreign("BBBB"), foreign("CCCC")] }),
	}),
	"list 6 without its status list": listing(6, THREE, { status: [] }),
	"list 6 without its status list, explained": listing(6, THREE, {
		status: [],
		removed: [{ status: STATUS_ID, reason: "full", at: NOW }],
	}),
	"list 6, the denial lifted": listing(6, [], { removed: [{ denied: { jti: "Dq3x" }, reason: "found", at: NOW }] }),
	"list 6, its deny file withheld": listing(6, THREE, { deny: ABSENT_DENY_FILE }),
	"list 6 by a signer that had ended": {
		...listing(6, THREE),
		keyset: keysetJwt({
			seq: 2,
			keys: [keyEntry(LIST_KEY, ["list"], { exp: NOW - 2 * HOUR }), keyEntry(STATUS_KEY, ["status"])],
		}),
	},
	"a list signed with a stolen key": bundle({ list: THIEF_LIST }),
	"after the theft": bundle({ keyset: afterTheft, list: listJwt({ seq: 7 }, { signer: NEW_LIST_KEY }) }),
	"after the theft, without the list": bundle({
		keyset: afterTheft,
		delegations: cached,
		list: THIEF_LIST,
		status: {},
	}),
	"after the theft, a denial in the old list": bundle({
		keyset: afterTheft,
		delegations: cached,
		list: listJwt({ denied: [{ jti: "Dq3x", from: NOW, reason: "stolen" }] }),
	}),
	"denied signer, dropped": bundle({
		delegations: cached,
		keyset: keysetJwt({ keys }),
		list: listJwt({ denied: [{ kid: DELEGATION_KEY.kid, from: NOW, reason: "stolen" }] }),
	}),
	"announcing the next root": bundle({ keyset: announcing(rootProof({ seq: 2 })) }),
	"announcing a root that proves nothing": bundle({ keyset: announcing() }),
	"under the next root": bundle({ keyset: underNext, list: listJwt({ seq: 2 }) }),
	"under the next root, link by link": {
		...listing(6, THREE),
		keysets: [announcing(rootProof({ seq: 2 }))],
		keyset: underNext,
	},
	"list 6 under an expired keyset": {
		...listed(6, THREE),
		keyset: keysetJwt({ seq: 2, exp: NOW - 1 }),
	},
	"list 6 truncated on the way": { ...listed(6, ["AAAA"]), list: listJwt({ seq: 6 }).slice(0, -20) },

	foreign: foreignWith(denyFile([REVOKED_PASS])),
	"foreign, deny file coded": foreignWith(buildDenyFile([denyPrefix(REVOKED_PASS)])),
	"foreign, deny file of another": {
		...foreignWith(buildDenyFile([denyPrefix(REVOKED_PASS)])),
		deny: base64(buildDenyFile([denyPrefix("another")])),
	},
	"foreign, deny file of another count": foreignWith(buildDenyFile([denyPrefix(REVOKED_PASS)]), 2),
	"foreign, deny file never fetched": bundle({ list: listJwt({ keys: HC1_LISTED, deny: ABSENT_DENY_FILE }) }),
};
