/** The holder as a foreign format names them, and the head of the DCC payload that says so (spec V-2). */
import type { DccPayload } from "./hc1/dcc-payload";
import { mrzName } from "./mrz-name";

/** `birth`: YYYY-MM-DD, or YYYY-MM or YYYY where no more is known. */
export type PassPerson = { readonly family: string; readonly given: string; readonly birth: string };

export function dccOf({ family, given, birth }: PassPerson, entries: Pick<DccPayload, "v" | "t" | "r">): DccPayload {
	return {
		ver: "1.3.0",
		nam: { fn: family, fnt: mrzName(family), gn: given, gnt: mrzName(given) },
		dob: birth,
		...entries,
	};
}
