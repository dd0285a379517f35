/**
 * Registers positive antigen tests: each is stored once by its key, whole or not at all, and the same result again gets the
 * same answer. Nothing is signed and nobody is written to: there is no pass for it.
 */
import "server-only";
import { dayAt } from "@/lib/entry/zone-time";
import { shortenName } from "@/lib/protocol/paper-name";
import type { PositiveAnswer, PositiveInput } from "@/lib/protocol/positives";
import { ok, type Result } from "@/lib/shared/result";
import type { DeviceCaller } from "../../auth/caller";
import type { ServerContext } from "../../context/server-context";
import { canonicalJson } from "../../crypto/canonical-json";
import type { Transaction } from "../../db/database";
import { numericDate, timestamp } from "../../db/timestamp";
import { transactUnlessRefused } from "../../db/transact";
import { stillAdmitted, type UnlessDenied } from "../device/still-admitted";
import { openEnvelope } from "../record/open-envelope";
import { sameDayIndex } from "../same-day/same-day-index";
import { parsePositive } from "./parse-positive";

export async function registerPositives(
	context: ServerContext,
	{ pharmacyNumber, deviceId }: DeviceCaller,
	candidates: readonly unknown[],
): Promise<UnlessDenied<readonly PositiveAnswer[]>> {
	if (pharmacyNumber === null) throw new Error("a counter without a pharmacy");
	const parsed = await Promise.all(candidates.map((each) => readCandidate(context, each)));
	const unique = new Map<string, PositiveInput>();
	for (const each of parsed) if (each.ok && !unique.has(each.value.key)) unique.set(each.value.key, each.value);
	// Always in the same order: two batches with common results wait for each other instead of deadlocking.
	const results = [...unique.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
	const scope = { context, pharmacyNumber, deviceId };
	const stored = await transactUnlessRefused(context.db, async (tx) => {
		const admitted = await stillAdmitted(tx, deviceId);
		return admitted.ok ? ok(await store(tx, scope, results)) : admitted;
	});
	if (!stored.ok) return stored;
	return ok(parsed.map((each) => (each.ok ? answerTo(each.value, stored.value.get(each.value.key)) : each.error)));
}

function answerTo(result: PositiveInput, row: StoredPositive | undefined): PositiveAnswer {
	const { key } = result;
	if (row === undefined) throw new Error("a stored result cannot be found");
	if (row.content !== contentOf(result)) return { key, outcome: "refused", reason: "key_reused" };
	return { key, outcome: "registered", registeredAt: row.registeredAt };
}

async function readCandidate(
	context: ServerContext,
	candidate: unknown,
): Promise<Result<PositiveInput, PositiveAnswer>> {
	const opened = await openEnvelope(context, candidate);
	return opened.ok ? parsePositive(opened.value) : opened;
}

type Scope = { readonly context: ServerContext; readonly pharmacyNumber: string; readonly deviceId: string };
type StoredPositive = { readonly content: string; readonly registeredAt: number };
type Stored = ReadonlyMap<string, StoredPositive>;

/** Inserts what nobody stored yet, then reads all of them as they are now. */
async function store(tx: Transaction, scope: Scope, results: readonly PositiveInput[]): Promise<Stored> {
	if (results.length === 0) return new Map();
	const { context, pharmacyNumber } = scope;
	await tx.positiveResult.createMany({ data: results.map((each) => rowOf(scope, each)), skipDuplicates: true });
	const rows = await tx.positiveResult.findMany({
		where: { pharmacyNumber, key: { in: results.map(({ key }) => key) } },
		select: { key: true, fieldKeyId: true, contentSealed: true, registeredAt: true },
	});
	return new Map(
		rows.map(({ key, fieldKeyId: keyId, contentSealed: envelope, registeredAt }) => {
			const content = context.cipher.open(placeOf(pharmacyNumber, key), { keyId, envelope });
			return [key, { content, registeredAt: numericDate(registeredAt) }];
		}),
	);
}

function rowOf({ context, pharmacyNumber, deviceId }: Scope, result: PositiveInput) {
	const { key, sampled, recorded } = result;
	const names = result.identity.latin ?? result.identity;
	return {
		pharmacyNumber,
		key,
		deviceId,
		fieldKeyId: context.cipher.keyId,
		contentSealed: context.cipher.seal(placeOf(pharmacyNumber, key), contentOf(result)),
		sameDay: sameDayIndex(context.cipher, pharmacyNumber, {
			...{ family: shortenName(names.family), given: shortenName(names.given), birth: result.identity.birth },
			...{ act: "A", day: dayAt(sampled.at, sampled.zone) },
		}),
		sampledAt: timestamp(sampled.at),
		sampledZone: sampled.zone,
		recordedAt: timestamp(recorded.at),
		recordedZone: recorded.zone,
		registeredAt: timestamp(context.clock()),
	};
}

/** Where the person and the act stand, sealed together. */
export function placeOf(pharmacyNumber: string, key: string) {
	return { table: "positive_results", column: "content", row: [pharmacyNumber, key] };
}

function contentOf(result: PositiveInput): string {
	return canonicalJson(result);
}
