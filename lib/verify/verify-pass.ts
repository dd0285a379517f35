/**
 * From scanned text to verdict: the only composition of the checks (spec §7). Never throws for any text.
 */
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { Trust } from "@/lib/trust/trust";
import type { Verdict } from "./verdict";

export type VerifyOptions = {
	/** The device's clock. */
	readonly now: NumericDate;
	/** The newest time that the device has ever seen signed or measured (TL-4); the bundle's own are added. */
	readonly newestTimeSeen?: NumericDate | undefined;
	/** `default`: the trust list's policies or the built-in one; `none`; a policy id; or a policy document. */
	readonly policy?: "default" | "none" | (string & {}) | Readonly<Record<string, unknown>> | undefined;
	readonly activity?: "venue" | "train" | "journey" | undefined;
};

/** `text` is an array for a multi-part SMART Health Card. */
export async function verifyPass(
	_text: string | readonly string[],
	_trust: Trust,
	_options: VerifyOptions,
): Promise<Verdict> {
	return { outcome: "rejected", format: "unknown", reason: "format_unknown", warnings: [] };
}
