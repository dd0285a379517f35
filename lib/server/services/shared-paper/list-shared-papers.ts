/** The work list of a pharmacy's counters: papers that bear one index, with the people who hold them (spec OL-5). */
import "server-only";
import { z } from "zod";
import type { Prisma } from "@/generated/prisma/client";
import { recordInput } from "@/lib/protocol/records";
import type { SharedIndex, SharedPaper, SharedPapersAnswer } from "@/lib/protocol/shared-papers";
import { LOCALES } from "@/lib/shared/locale";
import { DAY, type NumericDate } from "@/lib/shared/numeric-date";
import type { DeviceCaller } from "../../auth/caller";
import type { ServerContext } from "../../context/server-context";
import type { Transaction } from "../../db/database";
import { numericDate, timestamp } from "../../db/timestamp";
import { claimsOfSealed, type SealedAttestation } from "./sealed-claims";

const AT_MOST = 50;
/** No paper lasts longer: three days after one came, none of its index needs another any more. */
const LOOK_BACK = 3 * DAY;

export async function listSharedPapers(context: ServerContext, caller: DeviceCaller): Promise<SharedPapersAnswer> {
	const { pharmacyNumber } = caller;
	if (pharmacyNumber === null) throw new Error("a counter without a pharmacy");
	const open = await context.db.sharedPaper.groupBy({
		by: ["delegationJti", "statusIndex"],
		where: { pharmacyNumber, revokedAt: null, seenAt: { gt: timestamp(context.clock() - LOOK_BACK) } },
		_min: { seenAt: true },
		orderBy: { _min: { seenAt: "asc" } },
	});
	const shared: SharedIndex[] = [];
	for (const { delegationJti, statusIndex, _min } of open) {
		if (shared.length >= AT_MOST) break;
		const papers = await papersOf(context, { pharmacyNumber, delegationJti, statusIndex });
		if (!papers.some(({ state }) => state === "needs")) continue;
		const seenAt = _min.seenAt === null ? 0 : numericDate(_min.seenAt);
		shared.push({ delegation: delegationJti, index: statusIndex, seenAt, papers });
	}
	return { shared };
}

/** Those of late that are not revoked yet. */
export async function countSharedIndices(
	tx: Transaction,
	{ pharmacyNumber, now }: { readonly pharmacyNumber: string; readonly now: NumericDate },
): Promise<number> {
	const [row] = await tx.$queryRaw<readonly { readonly count: bigint }[]>`
		SELECT count(DISTINCT (delegation_jti, status_index)) AS count FROM shared_papers
		WHERE pharmacy_number = ${pharmacyNumber} AND revoked_at IS NULL AND seen_at > ${timestamp(now - LOOK_BACK)}`;
	return Number(row?.count ?? 0);
}

type KnownState = Exclude<SharedPaper["state"], "expired">;
type Place = { readonly pharmacyNumber: string; readonly delegationJti: string; readonly statusIndex: number };

async function papersOf(context: ServerContext, place: Place): Promise<SharedPaper[]> {
	const { db } = context;
	const { pharmacyNumber } = place;
	const records = await db.record.findMany({ where: place });
	const others = await db.sharedPaper.findMany({ where: place, orderBy: [{ seenAt: "asc" }, { recordKey: "asc" }] });
	const keys = [...records.map(({ key }) => key), ...others.map(({ recordKey }) => recordKey)];
	const replacements = await db.record.findMany({
		where: { pharmacyNumber, corrects: { in: keys }, state: { not: "refused" } },
		select: { corrects: true },
	});
	const replaced = new Set(replacements.map(({ corrects }) => corrects));
	const stateOf = (key: string, gone: boolean): KnownState =>
		replaced.has(key) ? "replaced" : gone ? "withdrawn" : "needs";
	return [
		...records.map((row) => {
			const named = {
				table: "records" as const,
				key: row.key,
				state: stateOf(row.key, row.state !== "registered"),
				row,
			};
			return sharedPaperOf(context, { ...named, locale: "fr" });
		}),
		...others.map((row) => {
			const { recordKey: key, withdrawnAt, locale } = row;
			const named = { table: "shared_papers" as const, key, state: stateOf(key, withdrawnAt !== null), row };
			return sharedPaperOf(context, { ...named, locale });
		}),
	];
}

const sealedIdentity = z.object(recordInput.shape.identity.omit({ nir: true }).shape);

type Stored = Pick<
	Prisma.RecordGetPayload<object>,
	"pharmacyNumber" | "fieldKeyId" | "identitySealed" | "attestationSealed"
>;

function sharedPaperOf(
	{ cipher, clock }: ServerContext,
	paper: {
		readonly table: SealedAttestation["table"];
		readonly key: string;
		readonly state: KnownState;
		readonly locale: string;
		readonly row: Stored;
	},
): SharedPaper {
	const { table, key, state, row } = paper;
	const { pharmacyNumber, fieldKeyId: keyId, identitySealed: envelope } = row;
	const place = { table, column: "identity", row: [pharmacyNumber, key] };
	const identity = sealedIdentity.parse(JSON.parse(cipher.open(place, { keyId, envelope })));
	const { k, t, p, d, exp } = claimsOfSealed(cipher, { table, pharmacyNumber, key, row });
	return {
		key,
		state: state === "needs" && exp <= clock() ? "expired" : state,
		identity,
		signed: { k, t, exp, ...(p === undefined ? {} : { p }), ...(d === undefined ? {} : { d: [...d] }) },
		locale: LOCALES.find((known) => known === paper.locale) ?? "fr",
	};
}
