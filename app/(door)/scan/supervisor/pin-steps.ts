import type { TryOutcome } from "@/lib/device/identity/locked-tries";
import { PIN_FORM } from "@/lib/device/identity/pin";
import { assertNever } from "@/lib/shared/assert-never";

/** What the dialog asks for now: the PIN that there is, a new one, or the new one again. */
export type PinStep =
	| { readonly step: "give" }
	/** `before`: the PIN that the new one replaces; undefined for the first. */
	| { readonly step: "choose"; readonly before: string | undefined }
	| { readonly step: "repeat"; readonly before: string | undefined; readonly chosen: string };

export type PinFault = "form" | "wrong" | "different";

/** What becomes of the digits that were typed; the caller does it. */
export type PinMove =
	| { readonly move: "stay"; readonly step: PinStep; readonly fault: PinFault }
	| { readonly move: "go"; readonly step: PinStep }
	| { readonly move: "try"; readonly pin: string }
	| { readonly move: "set"; readonly pin: string; readonly before: string | undefined };

export function afterTyping(step: PinStep, typed: string): PinMove {
	if (!PIN_FORM.test(typed)) return { move: "stay", step, fault: "form" };
	switch (step.step) {
		case "give":
			return { move: "try", pin: typed };
		case "choose":
			return { move: "go", step: { ...step, step: "repeat", chosen: typed } };
		case "repeat": {
			const { before, chosen } = step;
			if (typed === chosen) return { move: "set", pin: typed, before };
			return { move: "stay", step: { step: "choose", before }, fault: "different" };
		}
		default:
			return assertNever(step);
	}
}

/** What follows on a try: done, another PIN to choose, or the same question again. */
export function afterTry(
	tried: TryOutcome,
	{ pin, change }: { readonly pin: string; readonly change: boolean },
): PinStep | "done" | { readonly fault: "wrong" | undefined } {
	if (tried.outcome !== "right") return { fault: tried.outcome === "wrong" ? "wrong" : undefined };
	return change ? { step: "choose", before: pin } : "done";
}
