/** Planted faults of a door's verdict. */
import type { Verdict } from "@/lib/verify/verdict";
import type { Mutant } from "./planted";

const ADMITTED = {
	revoked_paper_admitted: "revoked",
	denied_paper_admitted: "issuer_denied",
	ended_paper_admitted: "time_expired",
} as const;

export function plantInVerdict(verdict: Verdict, planted: (mutant: Mutant) => boolean): Verdict {
	const { outcome, format, warnings, reason } = verdict;
	if (outcome === "indeterminate" && reason === "trust_missing" && planted("missing_list_refuses")) {
		return { outcome: "rejected", format, reason: "signature_invalid", warnings };
	}
	for (const [mutant, forgiven] of Object.entries(ADMITTED) as [keyof typeof ADMITTED, string][]) {
		if (reason !== forgiven || !planted(mutant)) continue;
		return { outcome: "accepted", warnings } as unknown as Verdict;
	}
	return verdict;
}
