/**
 * From scanned text to verdict: the only composition of the checks (spec §7). Never throws for any text.
 */
import { readEntry } from "@/lib/formats/entry-text";
import { isOtherFamily } from "@/lib/formats/other-families";
import type { Occasion } from "@/lib/policy/occasion";
import { assertNever } from "@/lib/shared/assert-never";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { TEXT_LIMIT } from "@/lib/shared/text-limit";
import type { Trust } from "@/lib/trust/trust";
import { formatOfEntry } from "./detect-format";
import { refuse } from "./refuse";
import type { Verdict } from "./verdict";
import { type PolicyChoice, resolvePolicy } from "./verifier-policy";
import type { VerifyContext } from "./verify-context";
import { verifyHc1 } from "./verify-hc1";
import { verifyRelais } from "./verify-relais";
import { verifyShc } from "./verify-shc";
import { verifyTwoddoc } from "./verify-twoddoc";

export type VerifyOptions = {
	/** The device's clock. */
	readonly now: NumericDate;
	/** The latest time that the device's clock has ever shown: it may be worth a warning and stops nothing (TL-4). */
	readonly ownPast?: NumericDate | undefined;
	/** Default: `default`. One that is nowhere to be found makes the verdict `policy_missing`. */
	readonly policy?: PolicyChoice | undefined;
	/** What the pass is shown for. Default: a venue. */
	readonly occasion?: Occasion | undefined;
};

const VENUE: Occasion = { activity: "venue" };

/** `text` is an array for a multi-part SMART Health Card; an array of one is that text. */
export async function verifyPass(
	text: string | readonly string[],
	trust: Trust,
	{ now, ownPast, policy: choice = "default", occasion = VENUE }: VerifyOptions,
): Promise<Verdict> {
	const parts = (typeof text === "string" ? [text] : text).map(readEntry);
	const [first = ""] = parts;
	const format = formatOfEntry(first);
	if (parts.length > 1 && format !== "shc") return refuse("unknown", "format_unknown");
	if (format === undefined) return refuse("unknown", isOtherFamily(first) ? "format_unsupported" : "format_unknown");
	const policy = resolvePolicy(choice, trust.list?.policies ?? [], { now, occasion });
	const context: VerifyContext = { trust, now, ownPast, occasion, policy };
	const tooLong = parts.some((part) => part.length > TEXT_LIMIT);
	switch (format) {
		case "relais":
			return tooLong ? refuse(format, "attestation_malformed") : verifyRelais(first, context);
		case "hc1":
			return tooLong ? refuse(format, "hc1_malformed") : verifyHc1(first, context);
		case "shc":
			return tooLong ? refuse(format, "shc_malformed") : verifyShc(parts, context);
		case "2ddoc":
			return tooLong ? refuse(format, "2ddoc_malformed") : verifyTwoddoc(first, context);
		default:
			return assertNever(format);
	}
}
