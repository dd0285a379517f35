/** What a door would judge passes by, and who looks on. */
export type SeenTrust = {
	/** Sequences, 0 for none. */
	readonly keyset: number;
	readonly list: number;
	readonly signedAt: number;
	readonly denied: readonly string[];
};

export type TrustWatch = {
	readonly saw: (seen: SeenTrust) => void;
	/** Its disk is gone, and with it what it knew. */
	readonly forgiven: () => void;
};
