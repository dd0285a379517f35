import type { EcPublicJwk } from "@/lib/shared/jwk-thumbprint";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { Failure } from "@/lib/shared/result";
import type { VerifierBundle } from "./bundle";
import type { DenyFile } from "./deny-file";
import type { OpenedStatusList } from "./status-list";
import type { Denial, ListedKey, RetiredList, TrustList } from "./trust-list";
import type { VerifyEs256 } from "./verify-es256";

declare const opened: unique symbol;

/** What a key of the keyset may sign (spec §4). */
export type KeysetUse = "list" | "delegation" | "status";

/** One key of the keyset. Its validity is not checked here: each use has its own moment (DL-1, TL-6). */
export type KeysetKey = {
	readonly kid: string;
	/** KeysetUse, and whatever later versions add. */
	readonly use: readonly string[];
	readonly jwk: EcPublicJwk;
	readonly nbf: NumericDate;
	readonly exp: NumericDate;
	/** Imported at the first call, once (TL-7); undefined when the platform refuses the key. */
	readonly publicKey: () => Promise<CryptoKey | undefined>;
};

export type Keyset = {
	readonly iss: string;
	readonly seq: number;
	readonly iat: NumericDate;
	readonly exp: NumericDate;
	readonly keys: readonly KeysetKey[];
	/** Keys that were withdrawn before their end. */
	readonly removed: readonly { readonly kid: string }[];
	/** Thumbprint of the root that takes over, when this keyset announces one and that root proved itself (TL-8). */
	readonly nextRoot: string | undefined;
	/** The signed payload as it came, to tell a fork from a retry (TL-1). */
	readonly payload: string;
};

/** A delegation of the bundle, indexed but not trusted: lib/verify checks it against the keyset. */
export type CachedDelegation = { readonly signerKid: string; readonly jwt: string };

/** Something in the bundle that was set aside, for the operator of the device (TL-3). No personal data. */
export type TrustProblem = {
	readonly code: "list_untrusted" | "status_list_unusable" | "delegation_unusable" | "deny_file_unusable";
	/** Status list id, or the delegation's place in the bundle. */
	readonly subject: string;
};

/** Why a bundle cannot be used at all. */
export type TrustFailure = Failure<"bundle_malformed" | "keyset_malformed" | "keyset_untrusted" | "list_malformed">;

/**
 * A verifier bundle whose signatures hold up to the pinned root. Immutable; only openTrust makes one.
 * Without keyset or list it is still a Trust: every verdict is then `trust_missing`.
 */
export type Trust = {
	readonly [opened]: true;
	/** What it was opened from. */
	readonly bundle: VerifierBundle;
	/** Pinned thumbprint. */
	readonly root: string;
	readonly keyset: Keyset | undefined;
	/** The list in use: it verifies under the keyset in use. */
	readonly list: TrustList | undefined;
	/** What is left of a cached list that no longer verifies (TL-1). */
	readonly retired: RetiredList | undefined;
	/** All that is denied (DL-2), by the list in use or by what is left of one. */
	readonly denied: readonly Denial[];
	/** By id, only those whose signature holds (TL-6). */
	readonly statusLists: ReadonlyMap<string, OpenedStatusList>;
	/** By device kid. */
	readonly delegations: ReadonlyMap<string, readonly CachedDelegation[]>;
	/** Foreign keys by `listedKeyIndex(use, iss, kid)`; all candidates of a shared kid. */
	readonly listedKeys: ReadonlyMap<string, readonly ListedKey[]>;
	/** SMART Health Cards revocation lists by issuer, as they came. */
	readonly crls: ReadonlyMap<string, readonly unknown[]>;
	/** Who was revoked, by pass id; undefined when not fetched, or a file that no list in use ever named. */
	readonly deny: DenyFile | undefined;
	/** Whether `deny` is the file that the list in use names; an earlier one revokes and clears nobody (TL-3). */
	readonly denyIsCurrent: boolean;
	readonly problems: readonly TrustProblem[];
	/** For the formats whose signatures are not JWTs. */
	readonly subtle: SubtleCrypto;
	/** For attestations. */
	readonly verifyEs256: VerifyEs256;
};
