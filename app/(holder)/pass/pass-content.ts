import { decodeHc1 } from "@/lib/formats/hc1/decode-hc1";
import type { NumericDate } from "@/lib/shared/numeric-date";

/** What the holder's own pass says, for the holder. Decoded, not verified: this page judges nothing. */
export type PassContent = {
	readonly family: string;
	readonly given: string;
	/** YYYY-MM-DD, YYYY-MM or YYYY. */
	readonly birth: string;
	readonly proof:
		| { readonly kind: "test"; readonly positive: boolean; readonly naat: boolean; readonly performedAt: NumericDate }
		| { readonly kind: "vaccination"; readonly dose: number; readonly doses: number; readonly day: string }
		| { readonly kind: "recovery"; readonly from: string; readonly until: string }
		| undefined;
	readonly certificate: string | undefined;
	readonly expires: NumericDate | undefined;
};

/** EU value sets: "not detected" is 260415000. */
const DETECTED = "260373001";
const NAAT = "LP6464-4";

/** Undefined when the text is no HC1. */
export function readPassContent(hc1: string): PassContent | undefined {
	const decoded = decodeHc1(hc1);
	if (decoded === undefined) return undefined;
	const { nam, dob, t, v, r } = decoded.dcc;
	const [test, vaccination, recovery] = [t?.[0], v?.[0], r?.[0]];
	return {
		family: nam.fn ?? nam.fnt,
		given: nam.gn ?? nam.gnt ?? "",
		birth: dob,
		proof:
			test !== undefined
				? {
						kind: "test",
						positive: test.tr === DETECTED,
						naat: test.tt === NAAT,
						performedAt: Math.floor(Date.parse(test.sc) / 1000),
					}
				: vaccination !== undefined
					? { kind: "vaccination", dose: vaccination.dn, doses: vaccination.sd, day: vaccination.dt }
					: recovery !== undefined
						? { kind: "recovery", from: recovery.df, until: recovery.du }
						: undefined,
		certificate: (test ?? vaccination ?? recovery)?.ci,
		expires: decoded.exp,
	};
}
