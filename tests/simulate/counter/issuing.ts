/** lib/device/counter/issue.ts over the simulated disk: index, signature, durable entry, and only then a sheet. */
import { chooseDelegations } from "@/lib/kit/choose-delegations";
import { reserveIndex } from "@/lib/kit/index-reservation";
import { readDelegations } from "@/lib/kit/own-delegation";
import { queuedEntry } from "@/lib/outbox/outbox";
import type { CorrectionReason } from "@/lib/protocol/revocations";
import { HOUR } from "@/lib/shared/numeric-date";
import { onDisk } from "../device/page";
import { fraction, lettersOf } from "../engine/draw";
import { plantInDelegations } from "../mutants/counter-mutants";
import type { Counter, CounterPage } from "./counter-parts";
import { type CounterRecord, writePaper } from "./counter-record";

export type Draft = {
	/** Of the record: the same when the draft that a page lost is taken up again. */
	readonly key: string;
	readonly corrects?: string | undefined;
	readonly reason?: CorrectionReason | undefined;
	readonly contradicts: boolean;
};

/** Whether a sheet was shown. */
export async function issue(counter: Counter, shown: CounterPage, draft: Draft): Promise<boolean> {
	const { page } = shown;
	const record = await onDisk(counter.locks.withLock(page, "relais-issue", () => issueAlone(counter, shown, draft)));
	if (record === undefined) return false;
	const { world, name, disk } = counter;
	world.sim.note(name, `shows ${draft.key}`);
	world.ledger.shown(name, record, disk.outbox.has(record.key));
	counter.handsOver(record);
	return true;
}

async function issueAlone(
	counter: Counter,
	{ page, kit, outbox, indices, bestNow }: CounterPage,
	draft: Draft,
): Promise<CounterRecord | undefined> {
	const { world, name, random } = counter;
	const own = await kit.load();
	if (own === undefined) return undefined;
	const already = await outbox.get(draft.key);
	// Issued before; its sheet may have been forgotten since, and a second paper under its key is none.
	if (already !== undefined) return already.payload ?? undefined;
	const now = bestNow();
	const performed = { kind: "A", performedAt: now - HOUR } as const;
	const delegations = plantInDelegations(readDelegations(own.delegations), world.planted);
	const chosen = chooseDelegations(performed, { delegations, now });
	if (!chosen.ok) return counter.cannotIssue(chosen.error.code);
	const reserved = await reserveIndex(chosen.value, {
		...indices,
		...{ seen: own, start: counter.start, random: () => fraction(counter.draws) },
	});
	if (!reserved.ok) return counter.cannotIssue(reserved.error.code);
	const { delegation, index } = reserved.value;
	const attestation = writePaper({ delegation: delegation.jti, index, issuedAt: now }, lettersOf(random, 6));
	const { key, contradicts } = draft;
	const corrects = draft.corrects === undefined ? {} : { corrects: draft.corrects, reason: draft.reason };
	const record = { key, attestation, ...corrects, contradicts };
	world.sim.note(name, `signs ${key} as ${attestation}`);
	counter.stuck = undefined;
	const signed = readDelegations(own.delegations).find(({ jti }) => jti === delegation.jti);
	world.ledger.made(name, record, signed ?? delegation);
	if (world.planted("show_before_write")) world.ledger.shown(name, record, counter.disk.outbox.has(key));
	// Signed, and nobody has seen it: where it reaches no disk, neither this profile nor the portal can know of it later.
	const excuseUnstored = () => {
		if (!counter.disk.outbox.has(key)) world.ledger.excuse([key], "never on a disk");
	};
	const forget = page.onGone(excuseUnstored);
	try {
		if ((await outbox.add(queuedEntry(key, now), record)) === "present") return undefined;
	} finally {
		excuseUnstored();
		forget();
	}
	if (draft.corrects !== undefined) await outbox.apply(draft.corrects, { type: "corrected", by: key });
	return record;
}
