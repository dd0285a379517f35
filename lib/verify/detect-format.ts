import { COMPACT_JWS } from "@/lib/formats/shc/decode-shc";
import type { PassFormat } from "./verdict";

/** By exact prefix (docs/spec.md "Clarifications"): no trimming, no folding of case. */
const PREFIXES: readonly (readonly [RegExp, PassFormat])[] = [
	[/^RP1:/, "relais"],
	[/^HC1:/, "hc1"],
	[/^shc:\//, "shc"],
	[COMPACT_JWS, "shc"],
	// A `.smart-health-card` file.
	[/^\{\s*"verifiableCredential"/, "shc"],
	[/^DC0[1-4]/, "2ddoc"],
];

export function detectFormat(text: string): PassFormat | undefined {
	return PREFIXES.find(([prefix]) => prefix.test(text))?.[1];
}
