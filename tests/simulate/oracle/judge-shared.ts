/** [OL-5] Whoever has a paper whose index is another's too gets another one. */
import type { Counter } from "../counter/counter-parts";
import { paperEnds, paperOf, readPaper } from "../counter/counter-record";
import type { PortalData } from "../portal/portal-data";
import type { World } from "../world";
import { COUNTS, replacedIn, replacedLater } from "./settled-in-time";

/** In calm every one that was found is worked off, where a counter of its pharmacy can sign at all. */
export function judgeShared({ sim, ledger }: World, counters: readonly Counter[], { revoked }: PortalData): void {
	const replaced = replacedIn(ledger.open);
	const later = replacedLater(ledger.open, sim.seconds());
	const canIssue = new Set(counters.filter(({ stuck }) => stuck === undefined).map(({ device }) => device.pharmacy));
	const pharmacies = new Map(counters.map(({ name, device }) => [name, device.pharmacy]));
	for (const papers of ledger.sharing()) {
		const known = papers.filter(({ committed }) => COUNTS.has(committed));
		// One that fell by itself took its index with it.
		if (known.length < 2 || papers.some(({ committed }) => committed === "identity_mismatch")) continue;
		const needing = known.filter(
			({ record: { key, attestation } }) =>
				!replaced.has(key) && !ledger.holders.isTakenBack(attestation) && paperEnds(attestation) > sim.seconds(),
		);
		const { delegation, index } = readPaper(known[0]?.record.attestation ?? "");
		const paper = paperOf(delegation, index);
		const keys = known.map(({ record }) => record.key);
		const ended = known.some(({ record }) => paperEnds(record.attestation) <= sim.seconds());
		if (needing.length === 0 && !ended && !revoked.has(paper)) {
			sim.broken("an index that nobody needs any more is revoked", `${paper}: ${keys.join(" ")}`, keys);
		}
		const left = needing.filter(({ record }) => !later.has(record.key));
		if (left.some(({ owner }) => canIssue.has(pharmacies.get(owner) ?? ""))) {
			sim.broken("papers that share an index are worked off", `${paper}: ${keys.join(" ")}`, keys);
		}
	}
}
