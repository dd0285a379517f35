/** Vectors of §4: TL-1 to TL-6. (TL-7 is a matter of when keys are imported: lib/trust/open-trust.test.ts.) */
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import { attest, BLOCK_FIRST, NOW } from "@/tests/support/authority";
import type { OpenVector, UpdateVector, Vector } from "../vector";
import { verdict } from "./attestations";

/** The lists' `iat`. */
const PUBLISHED = NOW - HOUR;
/** Good for any clock in these vectors. */
const longLived = attest({ k: "V", d: [1, 1], iat: NOW - 3 * DAY, t: NOW - 3 * DAY, exp: NOW + 60 * DAY });

function opens(rule: string, input: string, failure: string | null, problems: readonly string[] = []): Vector {
	return {
		rule,
		name: input,
		kind: "open",
		input,
		trust: null,
		now: null,
		expected: { failure, problems },
	} satisfies Vector & OpenVector;
}

type Judged = Partial<UpdateVector["expected"]>;

function update(rule: string, [trust, input]: readonly [string, string], judged: Judged, now = NOW): Vector {
	const name = `${trust} → ${input}`;
	const expected = { keyset: "kept", list: "kept", deny: "kept", ...judged };
	return { rule, name, kind: "update", input, trust, now, expected } satisfies Vector & UpdateVector;
}

const FIVE = "list 5 of three keys";
const STOLEN = "a list signed with a stolen key";
const UPDATES: readonly Vector[] = [
	update("TL-1", [FIVE, "list 6 of three keys"], { list: "taken" }),
	update("TL-1", [FIVE, FIVE], {}),
	update("TL-1", [FIVE, "list 4 of three keys"], { list: "trust_rollback" }),
	update("TL-1", [FIVE, "list 5 of four keys"], { list: "trust_fork" }),
	update("TL-1", [FIVE, "a list numbered as high as its time allows"], { list: "taken" }),
	update("TL-1", [FIVE, "a list numbered beyond its time"], { list: "list_malformed" }),
	update("TL-1", [FIVE, "a list a day ahead"], { list: "taken" }),
	update("TL-1", [FIVE, "a list more than a day ahead"], { list: "trust_from_future" }),
	update("TL-1", [STOLEN, "after the theft"], { keyset: "taken", list: "taken" }),
	update("TL-1", [STOLEN, "after the theft, without the list"], { keyset: "taken" }),
	update("TL-1", ["after the theft", STOLEN], { keyset: "trust_rollback", list: "list_untrusted" }),
	update("TL-2", [FIVE, "list 6 of one key"], { list: "trust_unexplained_shrink" }),
	update("TL-2", [FIVE, "list 6 of one key, explained"], { list: "taken" }),
	update("TL-2", [FIVE, "list 6, one key ends sooner"], { list: "trust_unexplained_shrink" }),
	update("TL-2", [FIVE, "list 6, one key signs fewer kinds"], { list: "trust_unexplained_shrink" }),
	update("TL-2", [FIVE, "list 6 without its status list"], { list: "trust_unexplained_shrink" }),
	update("TL-2", [FIVE, "list 6 without its status list, explained"], { list: "taken" }),
	update("TL-2", ["denied jti", "list 6 of three keys"], { list: "trust_unexplained_shrink" }),
	update("TL-2", ["denied jti", "list 6, the denial lifted"], { list: "taken" }),
	update("TL-3", [FIVE, "list 6 truncated on the way"], { list: "list_untrusted" }),
	update("TL-3", [FIVE, "list 6, its deny file withheld"], { list: "taken" }),
	update("TL-6", [FIVE, "list 6 under an expired keyset"], { keyset: "taken", list: "keyset_expired" }),
	update("TL-6", [FIVE, "list 6 by a signer that had ended"], { keyset: "taken", list: "list_untrusted" }),
	update("TL-6", [FIVE, "keyset of a stranger"], { keyset: "keyset_untrusted", list: "trust_rollback" }),
	update("TL-8", ["announcing the next root", "under the next root"], { keyset: "taken", list: "taken" }),
	update("TL-8", ["announcing a root that proves nothing", "under the next root"], {
		keyset: "keyset_untrusted",
		list: "taken",
	}),
	update("TL-8", [FIVE, "under the next root, link by link"], { keyset: "taken", list: "taken" }),
];

const age = (name: string, now: number, reason: string | null, warnings: readonly string[]) =>
	verdict("TL-4", name, longLived, reason, { now, warnings });

const AGES: readonly Vector[] = [
	age("fresh a second before 24 h", PUBLISHED + 24 * HOUR - 1, null, []),
	age("ageing at 24 h", PUBLISHED + 24 * HOUR, null, ["trust_ageing"]),
	age("ageing a second before 72 h", PUBLISHED + 72 * HOUR - 1, null, ["trust_ageing"]),
	age("stale at 72 h", PUBLISHED + 72 * HOUR, null, ["trust_stale"]),
	age("still judged at 14 days", PUBLISHED + 14 * DAY, null, ["trust_stale", "status_stale"]),
	age("too old after 14 days", PUBLISHED + 14 * DAY + 1, "trust_too_old", ["trust_stale"]),
	age("clock 300 s behind the list", PUBLISHED - 300, null, []),
	age("clock 301 s behind the list", PUBLISHED - 301, null, ["clock_behind"]),
	age("clock 24 h behind the list", PUBLISHED - DAY, null, ["clock_behind"]),
	age("clock more than 24 h behind the list", PUBLISHED - DAY - 1, "clock_implausible", []),
	...(
		[
			["the clock's own past warns", NOW, NOW + 301, null, ["clock_behind"]],
			["the clock's own past warns and stops nothing", NOW, NOW + 400 * DAY, null, ["clock_behind"]],
			["no warning within the tolerance", NOW, NOW + 300, null, []],
		] as const
	).map(([name, now, ownPast, reason, warnings]) => ({
		...age(name, now, reason, warnings),
		ownPast,
	})),
	verdict("TL-4", "age never turns a good pass red, nor a bad one green", attest({ exp: NOW + DAY }), "time_expired", {
		now: NOW + 5 * DAY,
		warnings: ["trust_stale", "status_stale"],
	}),
];

const unknown = ["status_unknown"];
const STATUS: readonly Vector[] = [
	verdict("TL-5", "status list never fetched", attest(), null, { trust: "status never fetched", warnings: unknown }),
	verdict("TL-5", "index beyond the list", attest(), null, { trust: "status too short", warnings: unknown }),
	verdict("TL-5", "a bit beside the revoked one", attest({ s: BLOCK_FIRST + 12 }), null),
	verdict("TL-5", "a list as long as may be", attest(), "revoked", { trust: "status of 1 MiB" }),
	verdict("TL-5", "a list longer than may be", attest(), null, {
		trust: "status of 1 MiB and a byte",
		warnings: unknown,
	}),
	verdict("TL-5", "more than one bit an index", attest(), null, { trust: "status with two bits", warnings: unknown }),
	verdict("TL-6", "status list by a list key is not used", attest(), null, {
		trust: "status by a list key",
		warnings: unknown,
	}),
	verdict("TL-6", "status list about another subject is not used", attest(), null, {
		trust: "status of another list",
		warnings: unknown,
	}),
	verdict("TL-6", "a status list that the trust list does not announce is used", attest(), "revoked", {
		trust: "status of a list without an address",
	}),
	verdict("TL-6", "nor announced, and about another subject", attest(), null, {
		trust: "status of another list, without an address",
		warnings: unknown,
	}),
	verdict("TL-6", "status list of another typ is not used", attest(), null, {
		trust: "status with the typ of a list",
		warnings: unknown,
	}),
	verdict("TL-6", "a keyset that expired still serves", attest(), null, { trust: "keyset expired" }),
	verdict("TL-6", "root key found from the signature", attest(), null, { trust: "root key not carried" }),
];

const RETIRED: readonly Vector[] = [
	verdict("TL-1", "a list whose key is gone: our own papers go on", longLived, null, {
		trust: "after the theft, without the list",
		warnings: unknown,
	}),
	verdict("TL-1", "a list whose key is gone still denies", longLived, "issuer_denied", {
		trust: "after the theft, a denial in the old list",
	}),
	verdict("DL-2", "a signer that is denied and no longer named", longLived, "issuer_denied", {
		trust: "denied signer, dropped",
	}),
];

const OPENING: readonly Vector[] = [
	opens("TL-6", "plain", null),
	opens("TL-6", "nothing", null),
	opens("TL-6", "root key not carried", null),
	opens("TL-6", "another root", "keyset_untrusted"),
	opens("TL-6", "keyset of a stranger", "keyset_untrusted"),
	opens("TL-6", "keyset of a stranger who shows the root's key", "keyset_untrusted"),
	opens("TL-6", "keyset with the typ of a list", "keyset_malformed"),
	opens("TL-3", "list by a delegation key", null, ["list_untrusted"]),
	opens("TL-3", "list by a stranger", null, ["list_untrusted"]),
	opens("TL-3", "list by a stranger under a known kid", null, ["list_untrusted"]),
	opens("TL-6", "list with the typ of a keyset", "list_malformed"),
	opens("TL-6", "list without seq", "list_malformed"),
	opens("TL-6", "keyset with a key for encryption", "keyset_malformed"),
	opens("TL-6", "keyset with a member twice", "keyset_malformed"),
	opens("TL-6", "keyset with a member of its header twice", "keyset_malformed"),
	opens("TL-6", "list with a member twice", "list_malformed"),
	opens("TL-6", "list with a member of a key twice", "list_malformed"),
	opens("TL-6", "status with a member twice", null, ["status_list_unusable"]),
	opens("TL-6", "status by a list key", null, ["status_list_unusable"]),
	opens("TL-6", "status of another list", null, ["status_list_unusable"]),
	opens("TL-6", "status of a list without an address", null),
	opens("TL-6", "status of another list, without an address", null, ["status_list_unusable"]),
	opens("TL-6", "status with the typ of a list", null, ["status_list_unusable"]),
	opens("TL-5", "status of 1 MiB", null),
	opens("TL-5", "status of 1 MiB and a byte", null, ["status_list_unusable"]),
	opens("TL-5", "status with two bits", null, ["status_list_unusable"]),
	opens("TL-5", "foreign, deny file coded", null),
	opens("TL-5", "foreign, deny file of another", null, ["deny_file_unusable"]),
	opens("TL-5", "foreign, deny file of another count", null, ["deny_file_unusable"]),
	opens("DL-1", "delegation header with white space", null, ["delegation_unusable"]),
];

export const TRUST_VECTORS: readonly Vector[] = [...UPDATES, ...AGES, ...STATUS, ...RETIRED, ...OPENING];
