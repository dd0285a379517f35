/** What `relais doctor` says of one part of a portal. Texts are for operators: no secret, no address, nobody. */
import "server-only";

export type Finding = {
	readonly part: string;
	/** `look`: it works, and somebody should see to it. `fault`: something does not work, or soon will not. */
	readonly state: "ok" | "look" | "fault";
	/** What there is; of all but `ok` also what to do. */
	readonly says: string;
};

/** Makes the findings of one part. */
export function findingsOf(part: string) {
	const finding =
		(state: Finding["state"]) =>
		(says: string): Finding => ({ part, state, says });
	return { ok: finding("ok"), look: finding("look"), fault: finding("fault") };
}

/** The system's or the protocol's word for what went wrong. Its sentence may name an address or an account. */
export function wordOf(fault: unknown): string {
	const { code, name } = fault as { readonly code?: unknown; readonly name?: unknown };
	if (typeof code === "string") return code;
	return typeof name === "string" ? name : typeof fault;
}
