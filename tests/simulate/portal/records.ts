/** Registering, by the answers of lib/server/services/record. */
import { STRETCH } from "@/lib/kit/index-stretch";
import type { RecordAnswer, RecordBatchAnswer } from "@/lib/protocol/records";
import type { StartReport } from "@/lib/protocol/starts";
import { CLOCK_TOLERANCE } from "@/lib/shared/clock-tolerance";
import type { Random } from "@/tests/fuzz/random";
import { type CounterRecord, paperOf, readPaper } from "../counter/counter-record";
import type { World } from "../world";
import { meet } from "./kits";
import type { PortalData, PortalDevice } from "./portal-data";
import { keepShared, settleReplaced } from "./shared-papers";

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
		return { key, outcome: "registered", registeredAt: known.registeredAt, passId: `pass of ${key}` };
	}
	const objection = examine(world, desk, record);
	if (objection !== undefined) {
		if (objection.reason === "index_reused") keepShared(world, desk, record);
		sim.note("portal", `${key} ${objection.outcome} ${objection.reason}`);
		return { key, ...objection };
	}
	const { delegation, index } = readPaper(record.attestation);
	const paper = paperOf(delegation, index);
	const refused = record.contradicts ? "identity_mismatch" : undefined;
	data.records.set(key, { content, device: device.id, registeredAt: sim.seconds(), refused });
	data.papers.set(paper, key);
	noteSpent(data, delegation, index);
	const list = data.delegations.get(delegation)?.list ?? 0;
	device.highest.set(list, Math.max(index, device.highest.get(list) ?? 0));
	if (refused !== undefined && !world.planted("refused_paper_stays")) data.revoked.add(paper);
	if (refused !== undefined && !data.revoked.has(paper)) sim.broken("a refused record's paper is revoked", key, [key]);
	world.ledger.committed(record, refused);
	sim.note("portal", `${key} ${refused ?? "registered"}`);
	if (refused === undefined) settleReplaced(world, data, record);
	if (refused !== undefined) return { key, outcome: "refused", reason: refused };
	return { key, outcome: "registered", registeredAt: sim.seconds(), passId: `pass of ${key}` };
}

/** As the portal tells it: of each stretch up to which index it has seen one. */
function noteSpent({ delegations, spent }: PortalData, jti: string, index: number): void {
	const { first = 0, count = 0 } = delegations.get(jti) ?? {};
	const known = spent.get(jti) ?? Array.from({ length: Math.ceil(count / STRETCH) }, () => 0);
	const stretch = Math.floor((index - first) / STRETCH);
	known[stretch] = Math.max(known[stretch] ?? 0, ((index - first) % STRETCH) + 1);
	spent.set(jti, known);
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
	const first = data.records.get(data.papers.get(paper) ?? "");
	if (first !== undefined && (JSON.parse(first.content) as CounterRecord).attestation !== attestation) {
		return refuse("index_reused");
	}
	if (data.revoked.has(paper)) return refuse("revoked");
	return data.papers.has(paper) ? refuse("index_reused") : undefined;
}
