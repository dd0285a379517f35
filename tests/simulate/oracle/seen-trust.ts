/** What a door would judge passes by, and who looks on. */
export type SeenTrust = {
	/** Thumbprint of the root that is pinned. */
	readonly root: string | undefined;
	/** Sequences, 0 for none. */
	readonly keyset: number;
	readonly list: number;
	/** The list, and the keyset. */
	readonly signedAt: number;
	readonly keysetSignedAt: number;
	readonly denied: readonly string[];
	/** When its status list was signed, and by which key; undefined: it has none. */
	readonly status: { readonly iat: number; readonly kid: string } | undefined;
	/** Whose status lists the keyset in use takes. */
	readonly statusKeys: readonly string[];
	/** Who may sign delegations by it. */
	readonly delegationKeys: readonly string[];
};

export type TrustWatch = {
	readonly saw: (seen: SeenTrust) => void;
	/** Its disk is gone, and with it what it knew. */
	readonly forgiven: () => void;
};
