/**
 * What a door may say of a paper that was really signed: refused only for what stands against it, by what this door has and
 * the time that it shows; and never accepted where something does.
 */
import { CLOCK_TOLERANCE } from "@/lib/shared/clock-tolerance";
import { DAY, type NumericDate } from "@/lib/shared/numeric-date";
import type { Verdict, VerdictReason } from "@/lib/verify/verdict";
import type { ShownPaper } from "../door/shown-paper";
import type { World } from "../world";
import type { SeenTrust } from "./seen-trust";

type Showing = {
	readonly door: string;
	readonly shown: ShownPaper;
	readonly seen: SeenTrust;
	/** By the door's clock. */
	readonly now: NumericDate;
	/** When the first status list was signed that has it. */
	readonly revokedAt: NumericDate | undefined;
};

/** Beyond so many days no list carries a verdict (TL-4). */
const HARD_STOP = 14 * DAY;

export function judgeVerdict({ sim }: World, showing: Showing, { outcome, reason }: Verdict): void {
	const { door, shown } = showing;
	const broken = (rule: string) => {
		const { seen, now, revokedAt } = showing;
		const facts = { now, iat: shown.iat, exp: shown.exp, revokedAt, list: seen.list, status: seen.status?.iat };
		sim.broken(rule, `${door}, ${shown.paper}: ${reason ?? outcome} ${JSON.stringify(facts)}`, [door, shown.paper]);
	};
	const against = objections(showing);
	if (outcome === "accepted" && against.size > 0)
		broken(`no door accepts what it knows to be ${[...against].join(", ")}`);
	if (outcome === "rejected" && !isGround(showing, reason))
		broken("a genuine paper is refused for what stands against it only");
	if (outcome === "indeterminate" && !lacking(showing).has(reason)) broken("a door judges what it has everything for");
}

/** What this door has to refuse it for. */
function objections({ shown, seen, now, revokedAt }: Showing): ReadonlySet<VerdictReason> {
	const found = new Set<VerdictReason>();
	const { status, statusKeys } = seen;
	const isListUsed = status !== undefined && statusKeys.includes(status.kid);
	if (isListUsed && revokedAt !== undefined && status.iat >= revokedAt) found.add("revoked");
	if (seen.denied.includes(shown.sub)) found.add("issuer_denied");
	if (now > shown.exp) found.add("time_expired");
	if (now < shown.iat - CLOCK_TOLERANCE) found.add("time_not_yet");
	return found;
}

function isGround(showing: Showing, reason: VerdictReason): boolean {
	return objections(showing).has(reason);
}

/** What this door cannot know, for want of a document or of a time. */
function lacking({ shown, seen, now }: Showing): ReadonlySet<VerdictReason> {
	const found = new Set<VerdictReason>();
	if (seen.keyset === 0 || seen.list === 0) found.add("trust_missing");
	if (now < Math.max(seen.signedAt, seen.keysetSignedAt) - DAY) found.add("clock_implausible");
	if (Math.max(now, seen.signedAt, seen.keysetSignedAt) - seen.signedAt > HARD_STOP) found.add("trust_too_old");
	if (!seen.delegationKeys.includes(shown.signer)) found.add("issuer_unknown");
	return found;
}
