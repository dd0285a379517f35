/** Registering, by the answers of lib/server/services/record. */
import type { RecordAnswer, RecordBatchAnswer } from "@/lib/protocol/records";
import type { StartReport } from "@/lib/protocol/starts";
import { CLOCK_TOLERANCE } from "@/lib/shared/clock-tolerance";
import type { Random } from "@/tests/fuzz/random";
import { type CounterRecord, paperOf, readPaper } from "../counter/counter-record";
import { passOf } from "../holder/sheet-link";
import { REGISTERED } from "../oracle/known-paper";
import type { World } from "../world";
import { keepLink } from "./holder-links";
import { meet } from "./kits";
import type { PortalData, PortalDevice } from "./portal-data";
import { noteSpent, recordOf, revokePaper } from "./revoke-paper";
import { keepShared, noteReplaced, settleReplaced } from "./shared-papers";

type Desk = { readonly data: PortalData; readonly device: PortalDevice; readonly random: Random };

export function answerRecords(world: World, desk: Desk, body: unknown): RecordBatchAnswer {
	const { records, start } = body as { records: readonly CounterRecord[]; start?: StartReport };
	const answers = records.map((record) => answerRecord(world, desk, record));
	// A profile that was copied waits with what it had at two computers.
	const queues = world.scenario.faults.copied > 0 ? 2 : 1;
	if (world.calm()) for (const { key, outcome } of answers) world.ledger.answered(key, outcome, queues);
	return start === undefined ? { answers } : { answers, life: meet(desk, start, world.sim.seconds()) };
}

function answerRecord(world: World, desk: Desk, record: CounterRecord): RecordAnswer {
	const { data, device } = desk;
	const { key } = record;
	const { sim } = world;
	const known = data.records.get(key);
	const content = JSON.stringify(record);
	if (known !== undefined) {
		if (known.content !== content) return { key, outcome: "refused", reason: "key_reused" };
		if (known.refused !== undefined) return { key, outcome: "refused", reason: known.refused };
		if (known.cameLate) return { key, outcome: "refused", reason: "revoked" };
		return { key, outcome: "registered", registeredAt: known.registeredAt, passId: passOf(key) };
	}
	const objection = examine(world, desk, record);
	if (objection !== undefined) {
		if (objection.reason === "index_reused") keepShared(world, desk, record);
		if (objection.reason === "revoked") keepLate(world, desk, record);
		sim.note("portal", `${key} ${objection.outcome} ${objection.reason}`);
		if (objection.outcome === "refused") world.ledger.holders.answered(record, objection.reason);
		return { key, ...objection };
	}
	const { delegation, index } = readPaper(record.attestation);
	const paper = paperOf(delegation, index);
	const refused = record.contradicts ? "identity_mismatch" : undefined;
	store(world, desk, record, { refused, cameLate: false });
	const list = data.delegations.get(delegation)?.list ?? 0;
	device.highest.set(list, Math.max(index, device.highest.get(list) ?? 0));
	if (refused !== undefined && !world.planted("refused_paper_stays")) {
		revokePaper(world, data, paper, { reason: refused, attestation: record.attestation });
	}
	if (refused !== undefined && !data.revoked.has(paper)) sim.broken("a refused record's paper is revoked", key, [key]);
	world.ledger.committed(record, refused);
	world.ledger.holders.answered(record, refused ?? REGISTERED);
	sim.note("portal", `${key} ${refused ?? "registered"}`);
	if (refused === undefined) settleReplaced(world, data, record);
	if (refused !== undefined) return { key, outcome: "refused", reason: refused };
	return { key, outcome: "registered", registeredAt: sim.seconds(), passId: passOf(key) };
}

type Stored = Parameters<PortalData["records"]["set"]>[1];

function store(
	{ sim }: World,
	{ data, device }: Desk,
	record: CounterRecord,
	how: Pick<Stored, "refused" | "cameLate">,
): void {
	const { key, attestation } = record;
	const { delegation, index } = readPaper(attestation);
	const paper = paperOf(delegation, index);
	const { reason: withdrawn } = data.revoked.get(paper) ?? {};
	const content = JSON.stringify(record);
	data.records.set(key, { record, content, device: device.id, registeredAt: sim.seconds(), withdrawn, ...how });
	data.papers.set(paper, key);
	noteSpent(data, delegation, index);
	keepLink(data, record, false);
	if (how.refused === undefined) noteReplaced(data, record, sim.seconds());
}

/** Its paper was taken back before it came: kept without a pass, for whoever opens its link (SH-3). */
function keepLate(world: World, desk: Desk, record: CounterRecord): void {
	if (recordOf(desk.data, record.attestation) === undefined) {
		store(world, desk, record, { refused: undefined, cameLate: true });
	}
}

function examine(
	world: World,
	{ data, device, random }: Desk,
	{ attestation }: CounterRecord,
): { outcome: "refused" | "retry"; reason: string } | undefined {
	const now = world.sim.seconds();
	const refuse = (reason: string) => ({ outcome: "refused", reason }) as const;
	if (world.happens("record_fault", random, 0.3)) {
		world.count("record_fault");
		return { outcome: "retry", reason: "internal_fault" };
	}
	const { delegation: jti, index, issuedAt } = readPaper(attestation);
	const delegation = data.delegations.get(jti);
	if (delegation === undefined || delegation.device.pharmacy !== device.pharmacy) return refuse("issuer_mismatch");
	if (issuedAt > now + CLOCK_TOLERANCE) return { outcome: "retry", reason: "time_not_yet" };
	if (issuedAt < delegation.nbf || issuedAt >= delegation.exp) return refuse("issuer_expired");
	if (index < delegation.first || index >= delegation.first + delegation.count) return refuse("index_out_of_block");
	const paper = paperOf(jti, index);
	const first = recordOf(data, attestation)?.record.record.attestation ?? data.revoked.get(paper)?.attestation;
	if (first !== undefined && first !== attestation) return refuse("index_reused");
	if (data.revoked.has(paper)) return refuse("revoked");
	return data.papers.has(paper) ? refuse("index_reused") : undefined;
}
