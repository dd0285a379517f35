/** What a holder link opens, by lib/server/services/pass/open-pass.ts; wrong answers are counted by the services' own file. */
import type { OpenPassAnswer, OpenPassRequest, WithdrawalReason } from "@/lib/protocol/holder";
import { CORRECTION_REASONS, type CorrectionReason, staysWithPerson } from "@/lib/protocol/revocations";
import {
	type Answer,
	closedUntil,
	isRight,
	NO_TRIES,
	type Tries,
	wrongTry,
} from "@/lib/server/services/pass/holder-tries";
import { type CounterRecord, paperEnds, paperOf, readPaper } from "../counter/counter-record";
import { birthOf, linkOf, passOf } from "../holder/sheet-link";
import type { World } from "../world";
import type { PortalData } from "./portal-data";
import { recordOf } from "./revoke-paper";

type Link = Parameters<PortalData["links"]["set"]>[1];
type StoredRecord = Parameters<PortalData["records"]["set"]>[1];
/** `record` is undefined where the correction is another person's. */
type Correction = { readonly reason: CorrectionReason; readonly record: StoredRecord | undefined };

/** The token of this record, once. */
export function keepLink({ links }: PortalData, { key, attestation }: CounterRecord, isShared: boolean): void {
	const { token } = linkOf(attestation);
	if (!links.has(token)) links.set(token, { key, attestation, isShared, tries: new Map() });
}

/** `instance`: of the portal, that was asked. */
export function openLink(
	world: World,
	{ data, instance }: { readonly data: PortalData; readonly instance: number },
	body: unknown,
): OpenPassAnswer {
	const { token, ...given } = body as OpenPassRequest;
	const answer = answerTo(
		world,
		{ data, instance: world.planted("tries_of_each_instance") ? instance : 0 },
		token,
		given,
	);
	world.ledger.holders.opened({ token, ...given }, answer);
	return answer;
}

type Asked = { readonly data: PortalData; readonly instance: number };

function answerTo(world: World, { data, instance }: Asked, token: string, given: Answer): OpenPassAnswer {
	const link = data.links.get(token);
	if (link === undefined) return { state: "not_registered" };
	const now = world.sim.seconds();
	const known = link.tries.get(instance) ?? NO_TRIES;
	const keep = (tries: Tries) => {
		if (!world.planted("tries_not_counted")) link.tries.set(instance, tries);
	};
	const last = lastCorrection(world, data, link.key);
	const isGood = answersOf(link, last).some((answer) => isRight(given, answer));
	const until = closedUntil(known, now);
	if (until !== undefined && !(isGood && world.planted("right_answer_opens_a_closed_link"))) {
		return { state: "locked", until };
	}
	if (!isGood) {
		const wrong = wrongTry(known, given, now);
		keep(wrong.tries);
		return wrong.answer;
	}
	if (known.wrongTries > 0) keep(NO_TRIES);
	if (link.isShared && last === undefined) return standingOf(world, data, link);
	return answerOf(data.records.get(link.key), last);
}

function answersOf({ attestation }: Link, last: Correction | undefined): readonly Answer[] {
	const { stripNumber } = linkOf(attestation);
	if (stripNumber !== undefined) return [{ stripNumber }];
	const own = { birth: birthOf(attestation) };
	return last?.record === undefined ? [own] : [own, { birth: birthOf(last.record.record.attestation) }];
}

function lastCorrection({ planted }: World, { records, replaced }: PortalData, first: string): Correction | undefined {
	let last: Correction | undefined;
	if (planted("link_leads_to_the_first_pass")) return undefined;
	for (let key = first; ; ) {
		const [next] = [...(replaced.get(key) ?? [])].sort((a, b) => b.at - a.at || (a.by < b.by ? 1 : -1));
		if (next === undefined) return last;
		const { reason } = next;
		const follows = staysWithPerson(reason) || planted("another_person_is_followed");
		if (!follows) return { reason, record: undefined };
		last = { reason, record: records.get(next.by) };
		key = next.by;
	}
}

function answerOf(own: StoredRecord | undefined, last: Correction | undefined): OpenPassAnswer {
	const record = last === undefined ? own : last.record;
	if (record === undefined) return { state: "withdrawn", reason: last?.reason ?? "other" };
	if (record.refused !== undefined) return { state: "withdrawn", reason: "refused" };
	if (record.withdrawn !== undefined) return { state: "withdrawn", reason: reasonOf(record.withdrawn) };
	const replaces = last === undefined ? {} : { replaces: last.reason };
	return { state: "ready", hc1: passOf(record.record.key), registeredAt: record.registeredAt, ...replaces };
}

const reasonOf = (reason: string): WithdrawalReason => CORRECTION_REASONS.find((known) => known === reason) ?? "other";

/** [OL-7] Of a paper that no registered record replaces. */
function standingOf(world: World, data: PortalData, { key, attestation }: Link): OpenPassAnswer {
	const { delegation, index } = readPaper(attestation);
	const paper = paperOf(delegation, index);
	if (world.planted("shared_link_opens_the_other_person")) {
		return answerOf(recordOf(data, attestation)?.record, undefined);
	}
	const isWithdrawn = data.shared.get(paper)?.papers.get(key)?.isWithdrawn === true;
	if (isWithdrawn || paperEnds(attestation) <= world.sim.seconds()) return { state: "withdrawn", reason: "other" };
	if (data.revoked.has(paper)) return { state: "withdrawn", reason: "index_reused" };
	return { state: "number_shared" };
}
