/**
 * What page and service worker say to each other about the copy of the app on this device. The page asks through a
 * channel of its own; the worker answers at once with what it finds, and again once it has done what it could.
 */
export const ASK_FOR_COPY = "RELAIS_OFFLINE_COPY";

export type CopyAnswer =
	| { readonly state: "complete" }
	/** `filling`: they are being fetched, and another answer follows. */
	| { readonly state: "incomplete"; readonly missing: number; readonly of: number; readonly filling: boolean }
	/** The server has another version by now, whose own worker brings its own files. */
	| { readonly state: "superseded" };

export function isCopyAnswer(value: unknown): value is CopyAnswer {
	const state = value instanceof Object && "state" in value ? value.state : undefined;
	return state === "complete" || state === "incomplete" || state === "superseded";
}
