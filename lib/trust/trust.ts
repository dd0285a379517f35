import type { EcPublicJwk } from "@/lib/shared/jwk-thumbprint";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { Failure } from "@/lib/shared/result";
import type { VerifierBundle } from "./bundle";
import type { DenyFile } from "./deny-file";
import type { OpenedStatusList } from "./status-list";
import type { ListedKey, TrustList } from "./trust-list";

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
	/** Thumbprint of the root that takes over, when this keyset announces one. */
	readonly nextRoot: string | undefined;
	/** The signed payload as it came, to tell a fork from a retry (TL-1). */
	readonly payload: string;
};

/** A delegation of the bundle, indexed but not trusted: lib/verify checks it against the keyset. */
export type CachedDelegation = { readonly signerKid: string; readonly jwt: string };

/** Something in the bundle that was set aside, for the operator of the device (TL-3). No personal data. */
export type TrustProblem = {
	readonly code: "status_list_unusable" | "delegation_unusable" | "deny_file_unusable";
	/** Status list id, or the delegation's place in the bundle. */
	readonly subject: string;
};

/** Why a bundle cannot be used at all. */
export type TrustFailure = Failure<
	"bundle_malformed" | "keyset_malformed" | "keyset_untrusted" | "list_malformed" | "list_untrusted"
>;

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
	readonly list: TrustList | undefined;
	/** By id, only those whose signature holds (TL-6). */
	readonly statusLists: ReadonlyMap<string, OpenedStatusList>;
	/** By device kid. */
	readonly delegations: ReadonlyMap<string, readonly CachedDelegation[]>;
	/** Foreign keys by `listedKeyIndex(use, iss, kid)`; all candidates of a shared kid. */
	readonly listedKeys: ReadonlyMap<string, readonly ListedKey[]>;
	/** SMART Health Cards revocation lists by issuer, as they came. */
	readonly crls: ReadonlyMap<string, readonly unknown[]>;
	/** Who was revoked, by pass id; undefined when not fetched, or another file than the list names. */
	readonly deny: DenyFile | undefined;
	readonly problems: readonly TrustProblem[];
	/** For the formats whose signatures are not JWTs. */
	readonly subtle: SubtleCrypto;
};
