/** What to do about a code that is seen and not read: `hold` it flat and in the light; `type` its check code. */
export type UnreadHint = "none" | "hold" | "type";

/** Milliseconds for which a code must be there, unread, before anything is said; and before typing is offered. */
export const HOLD_MS = 2000;
export const TYPE_MS = 8000;
/** Milliseconds for which a trembling hand may lose the code without starting anew. */
const GAP_MS = 1200;

/** Told of every search for a code and of everything that was read; it decides nothing about reading itself. */
export function createUnreadHint() {
	let since: number | undefined;
	let last = 0;
	return {
		/** A search found a code, readable or not, or none. */
		sought: (code: boolean, now: number): void => {
			if (code) {
				since ??= now;
				last = now;
			} else if (now - last >= GAP_MS) since = undefined;
		},
		/** Something was read. */
		read: (): void => {
			since = undefined;
		},
		hint: (now: number): UnreadHint => {
			if (since === undefined) return "none";
			return now - since >= TYPE_MS ? "type" : now - since >= HOLD_MS ? "hold" : "none";
		},
	};
}
