/** What is said of each fetched document of the trust (spec TL-1 to TL-8). */

export type KeysetRefusal =
	| "trust_rollback"
	| "trust_fork"
	| "keyset_malformed"
	| "keyset_untrusted"
	| "keyset_expired";

export type ListRefusal =
	/** Lower `seq` than the list in use, or older than what enrolment spoke of (TL-1, TL-6). */
	| "trust_rollback"
	/** The same `seq` with other content (TL-1). */
	| "trust_fork"
	/** A key, denial or status list vanished without being in `removed` (TL-2). */
	| "trust_unexplained_shrink"
	/** Signed more than a day ahead of this device's clock (TL-1). */
	| "trust_from_future"
	/** A first list whose `exp` has passed (TL-6). */
	| "list_expired"
	/** The keyset's `exp` has passed: no new list under it (TL-6). */
	| "keyset_expired"
	/** There is no keyset to check it by. */
	| "keyset_missing"
	| "list_malformed"
	| "list_untrusted";

export type StatusRefusal = "status_list_unusable" | "trust_rollback" | "trust_fork" | "trust_from_future";

/** All that is said of a fetched document that was refused, and the notices on those that were not. */
export type UpdateReason =
	| KeysetRefusal
	| ListRefusal
	| StatusRefusal
	| "keyset_unexplained_shrink"
	| "deny_file_unusable"
	| "deny_file_missing";

/** `kept`: nothing was fetched, or nothing new. */
export type DocumentState = "taken" | "kept" | "refused";

export type DocumentDecision<Reason extends UpdateReason = UpdateReason> =
	| { readonly state: "taken" | "kept"; readonly notice?: Reason | undefined }
	| { readonly state: "refused"; readonly reason: Reason };
