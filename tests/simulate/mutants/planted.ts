/** Faults that somebody might write: each is planted around a store or a port, and some seed has to find it. */
export const MUTANTS = [
	"show_before_write",
	"no_idempotency",
	"sending_is_never_recovered",
	"retry_after_ignored",
	"index_reused_after_a_restore",
	"undoing_is_dropped",
	"last_write_wins",
	"local_clock_is_trusted",
	"purged_before_the_answer",
	"salt_sent_to_the_portal",
	"block_shared_by_two",
	"kit_renewed_twice",
	"delegation_end_ignored",
	"refused_paper_stays",
	"any_answer_registers",
	"heard_later_than_true",
	"heard_on_arrival",
	"every_entry_is_known",
	"settled_before_the_answer",
] as const;
export type Mutant = (typeof MUTANTS)[number];
