/** A policy's head as an operator reads it: who, from when, for what, which rules (spec P-7). */
import type { PolicyDocument } from "@/lib/policy/policy-document";
import type { NumericDate } from "@/lib/shared/numeric-date";

export function describePolicy(policy: PolicyDocument): readonly string[] {
	const { id, authority, dates, zone, activities, countries = [], attestations, rules } = policy;
	const until = dates.to === undefined ? "" : ` to ${inZone(dates.to, zone)}`;
	const destinations = countries.length === 0 ? "" : `, journeys to ${countries.join(" ")}`;
	const places = activities.filter((activity) => activity !== "journey").join(", ");
	const paper = attestations.map((entry) => {
		const end = entry.until === undefined ? "" : ` until ${inZone(entry.until, zone)}`;
		return `${entry.kinds.join("")} at ${entry.activities.join(", ")}${end}`;
	});
	return [
		`${id} by ${authority}`,
		`in force from ${inZone(dates.from, zone)}${until} (${zone})`,
		`for ${places}${destinations}`.replace("for , ", "for "),
		`attestations: ${paper.length === 0 ? "none" : paper.join("; ")}`,
		`rules: ${rules.map((rule) => rule.id).join(", ")}`,
	];
}

/** `2021-08-09 00:00:00`, as clocks of the policy's zone show it. */
function inZone(time: NumericDate, zone: string): string {
	return new Date(time * 1000).toLocaleString("sv-SE", { timeZone: zone });
}
