/**
 * The outbox as a state machine, one entry at a time. Pure: it stores nothing and sends nothing.
 *
 * ```
 * waiting ──send──▶ sending ──registered──▶ registered
 *    ▲                 │  └────refused────▶ refused ──corrected──▶ refused (names its replacement)
 *    ├──postponed / interrupted                     ├──closed──▶ refused (nobody will correct it)
 *    └──────────────────────────mended──────────────┘
 * ```
 *
 * Rules OB-1 to OB-4: docs/spec.md §9.
 */
import { assertNever } from "@/lib/shared/assert-never";
import type { NumericDate } from "@/lib/shared/numeric-date";

type Common = {
	/** Idempotency key: the same in every try. */
	readonly key: string;
	readonly queuedAt: NumericDate;
	/** Tries that ended without a final answer. */
	readonly attempts: number;
};

export type WaitingEntry = Common & {
	readonly state: "waiting";
	/** Not to be sent earlier; 0 for at once. */
	readonly notBefore: NumericDate;
};
type SendingEntry = Common & { readonly state: "sending"; readonly sentAt: NumericDate };
type RegisteredEntry = Common & {
	readonly state: "registered";
	/** Time of the server's first commit. */
	readonly registeredAt: NumericDate;
	readonly passId: string;
};
export type RefusedEntry = Common & {
	readonly state: "refused";
	readonly refusedAt: NumericDate;
	readonly reason: string;
	readonly field?: string;
	/** Key of the entry that replaces this one. */
	readonly correctedBy?: string;
	/** When a person decided that it will not be corrected. */
	readonly closedAt?: NumericDate;
};
export type OutboxEntry = WaitingEntry | SendingEntry | RegisteredEntry | RefusedEntry;

export type OutboxEvent =
	| { readonly type: "send"; readonly at: NumericDate }
	| { readonly type: "registered"; readonly registeredAt: NumericDate; readonly passId: string }
	| { readonly type: "refused"; readonly at: NumericDate; readonly reason: string; readonly field?: string | undefined }
	/** The server asks for this entry later, or did not mention it. */
	| { readonly type: "postponed"; readonly notBefore: NumericDate }
	/** The call failed, or the page that was sending is gone. */
	| { readonly type: "interrupted" }
	/** Somebody put the record right: it is sent again, under its key. */
	| { readonly type: "mended" }
	| { readonly type: "corrected"; readonly by: string }
	| { readonly type: "closed"; readonly at: NumericDate };

export function queuedEntry(key: string, queuedAt: NumericDate): WaitingEntry {
	return { key, queuedAt, attempts: 0, state: "waiting", notBefore: 0 };
}

/** The entry after the event; the very same object when the event does not fit its state (OB-4). */
export function nextEntry(entry: OutboxEntry, event: OutboxEvent): OutboxEntry {
	const { key, queuedAt, attempts } = entry;
	switch (event.type) {
		case "send":
			if (entry.state !== "waiting") return entry;
			return { key, queuedAt, attempts, state: "sending", sentAt: event.at };
		case "registered":
			if (entry.state === "registered") return entry;
			return { key, queuedAt, attempts, state: "registered", registeredAt: event.registeredAt, passId: event.passId };
		case "refused": {
			if (entry.state === "registered" || entry.state === "refused") return entry;
			const field = event.field === undefined ? {} : { field: event.field };
			return { key, queuedAt, attempts, state: "refused", refusedAt: event.at, reason: event.reason, ...field };
		}
		case "postponed":
			if (entry.state !== "sending") return entry;
			return { key, queuedAt, attempts: attempts + 1, state: "waiting", notBefore: event.notBefore };
		case "interrupted":
			if (entry.state !== "sending") return entry;
			return { key, queuedAt, attempts: attempts + 1, state: "waiting", notBefore: 0 };
		case "mended":
			if (entry.state !== "refused" || !needsCare(entry)) return entry;
			return { key, queuedAt, attempts, state: "waiting", notBefore: 0 };
		case "corrected":
			if (entry.state !== "refused" || !needsCare(entry)) return entry;
			return { ...entry, correctedBy: event.by };
		case "closed":
			if (entry.state !== "refused" || !needsCare(entry)) return entry;
			return { ...entry, closedAt: event.at };
		default:
			return assertNever(event);
	}
}

/** A refused entry that a person still has to look at. */
export function needsCare(entry: RefusedEntry): boolean {
	return entry.correctedBy === undefined && entry.closedAt === undefined;
}
