/**
 * What can be said about a device's clock, in words that are true whatever is wrong (spec TL-4, ND-5). Only a signed
 * document proves that it is behind. That it once showed more proves that it was wrong then or is wrong now, and not
 * which; what an answer said was true of the clock as it stood then.
 */
import { CLOCK_TOLERANCE } from "@/lib/shared/clock-tolerance";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { ClockReading } from "./device-clock";
import type { Trust } from "./trust";
import { newestWitness, type TimeWitness } from "./trust-age";

export type ClockFault =
	/** Behind a signed document: wrong for certain. */
	| { readonly fault: "behindSigned"; readonly witness: TimeWitness }
	/** It once showed `ownPast`. `confirm`: by so much that a supervisor looks at it (TL-4), which nobody has yet. */
	| { readonly fault: "setBack"; readonly ownPast: NumericDate; readonly confirm: boolean }
	/** By what the portal's clock was ahead of, or behind, this one at the last contact; whole minutes. */
	| { readonly fault: "behindPortal" | "aheadOfPortal"; readonly minutes: number };

/** The gravest that is known; undefined where nothing speaks against the clock. */
export function clockFault(reading: ClockReading, trust: Pick<Trust, "keyset" | "list">): ClockFault | undefined {
	const { now, ownPast, behind, unconfirmed, offset = 0 } = reading;
	const witness = newestWitness(trust);
	if (witness !== undefined && witness.iat - now > CLOCK_TOLERANCE) return { fault: "behindSigned", witness };
	if (behind > CLOCK_TOLERANCE) return { fault: "setBack", ownPast, confirm: unconfirmed };
	if (Math.abs(offset) <= CLOCK_TOLERANCE) return undefined;
	return { fault: offset > 0 ? "behindPortal" : "aheadOfPortal", minutes: Math.round(Math.abs(offset) / 60) };
}
