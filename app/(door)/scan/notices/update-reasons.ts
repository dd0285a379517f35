import type { UpdateReason } from "@/lib/trust/update-decision";

/** What staff can do about a document that was refused; each has its sentence in the catalogue. */
type UpdateTrouble =
	| "older"
	| "rival"
	| "shrunk"
	| "clock"
	| "ended"
	| "unreadable"
	| "untrusted"
	| "keyGone"
	| "denyMissing";

const TROUBLES: Record<UpdateReason, UpdateTrouble> = {
	trust_rollback: "older",
	trust_fork: "rival",
	trust_unexplained_shrink: "shrunk",
	trust_from_future: "clock",
	list_expired: "ended",
	keyset_expired: "ended",
	keyset_malformed: "unreadable",
	list_malformed: "unreadable",
	status_list_unusable: "unreadable",
	deny_file_unusable: "unreadable",
	keyset_untrusted: "untrusted",
	list_untrusted: "untrusted",
	keyset_missing: "untrusted",
	keyset_unexplained_shrink: "keyGone",
	deny_file_missing: "denyMissing",
};

const isReason = (code: string): code is UpdateReason => Object.hasOwn(TROUBLES, code);

/** `code`: as it was stored, perhaps by another version. */
export function whatOf(code: string): UpdateTrouble {
	return isReason(code) ? TROUBLES[code] : "unreadable";
}
