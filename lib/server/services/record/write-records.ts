/**
 * The transaction for records that write-fresh.ts left: known, refused, revoked or corrected ones. Called with the records
 * in the order of their keys.
 *
 * Locks: first the delegations, so that a revocation (which takes them exclusively) is either seen here or sees
 * these records; then the claims of the rows, which make a second writer wait for the first one's commit.
 */
import "server-only";
import type { Prisma } from "@/generated/prisma/client";
import type { RecordInput } from "@/lib/protocol/records";
import type { ServerContext } from "../../context/server-context";
import { secretHash } from "../../crypto/secret-text";
import { numericDate, timestamp } from "../../db/timestamp";
import { letterJob } from "../../mail/letter-job";
import { type SignedPass, signPass } from "../pass/sign-pass";
import { settleReplaced } from "../shared-paper/settle-shared-papers";
import { answerKnown, answerTaken, secondPapers } from "./answer-known";
import type { PreparedRecord, Registrant } from "./prepare-record";
import { LOCK_DELEGATIONS, type LockedDelegation } from "./sql/intake-sql";
import { type Blocks, refusal, type WriteAnswer, type WriteScope } from "./write-answer";

export async function writeRecords(
	scope: WriteScope,
	prepared: readonly PreparedRecord[],
): Promise<readonly WriteAnswer[]> {
	const { blocks, denied, isRegistrantDenied } = await lockDelegations(scope, prepared);
	if (isRegistrantDenied) return prepared.map(deniedMeanwhile);
	const [own, foreign] = partition(prepared, ({ jti }) => blocks.has(jti));
	const [forbidden, ours] = partition(own, ({ jti }) => denied.has(jti));
	const bits = await revokedPapers(scope, ours, blocks);
	const [revoked, standing] = partition(ours, (each) => bits(each) !== undefined);
	const known = await knownRecords(scope, revoked);
	const unknown = revoked.filter(({ record }) => !known.has(record.key));
	const second = await secondPapers(scope, unknown, blocks);
	const candidates = [...standing, ...revoked.filter(({ record }) => known.has(record.key))].sort(byKey);
	const [taken, fresh] = partition(candidates, await takenTokens(scope, candidates));
	const claimed = new Set(await claimKeys(scope, fresh));
	const [won, lost] = partition(fresh, ({ record }) => claimed.has(record.key));
	const papers = await registeredPapers(scope, taken);
	const [again, clashing] = partition(taken, (each) => papers.has(paperName(each)));
	const [registered, refused] = partition(won, ({ row }) => row.state === "registered");
	const answers = [
		...foreign.map((each) => refusal(each, "issuer_mismatch")),
		...forbidden.map((each) => refusal(each, "issuer_denied")),
		...(await answerTaken(scope, unknown.filter(second), { same: "revoked", isSecond: second })),
		...(await keepRevoked(scope, { revoked: unknown.filter((each) => !second(each)), bits })),
		...clashing.map((each) => refusal(each, "record_malformed", "holderToken")),
		...(await completeRecords(scope, registered)),
		...(await revokeRefused(scope, refused, blocks)),
		...(await answerKnown(scope, [...lost, ...again], blocks)),
	];
	return withRevoked(answers, await settleReplaced(scope, registered));
}

/** Days of the check codes that were revoked beside: announced with any answer of the batch. */
function withRevoked(answers: readonly WriteAnswer[], codeDays: readonly string[]): readonly WriteAnswer[] {
	const [first, ...others] = answers;
	if (first === undefined || codeDays.length === 0) return answers;
	return [{ ...first, alsoRevoked: codeDays }, ...others];
}

/**
 * Delegations of this pharmacy only: a paper of another one is not this counter's to register. Who was denied since the
 * proof and the paper were looked at is seen here.
 */
async function lockDelegations({ tx, registrant }: WriteScope, prepared: readonly PreparedRecord[]) {
	const { pharmacyNumber, deviceId } = registrant;
	const jtis = [...new Set(prepared.map(({ jti }) => jti))].sort();
	const rows = await tx.$queryRawUnsafe<readonly LockedDelegation[]>(LOCK_DELEGATIONS, pharmacyNumber, jtis, deviceId);
	const blocks: Blocks = new Map(rows.map(({ jti, listNo }) => [jti, { listNo }]));
	const denied = new Set(rows.flatMap(({ jti, isDenied }) => (isDenied ? [jti] : [])));
	return { blocks, denied, isRegistrantDenied: rows.some((row) => row.isRegistrantDenied) };
}

/** Nothing is decided about the record: the next call of its sender is refused as a whole. */
function deniedMeanwhile({ record }: PreparedRecord): WriteAnswer {
	return { record, answer: { key: record.key, outcome: "retry", reason: "device_denied" }, change: undefined };
}

async function revokedPapers({ tx }: WriteScope, prepared: readonly PreparedRecord[], blocks: Blocks) {
	const papers = prepared.map(({ jti, claims }) => ({ listNo: blocks.get(jti)?.listNo ?? 0, index: claims.s }));
	const bits = await tx.statusBit.findMany({
		where: { OR: papers },
		select: { listNo: true, index: true, reason: true, setAt: true },
	});
	const byIndex = new Map(bits.map((bit) => [`${bit.listNo}.${bit.index}`, bit]));
	return ({ jti, claims }: PreparedRecord) => byIndex.get(`${blocks.get(jti)?.listNo}.${claims.s}`);
}

type RevokedPaper = { readonly reason: string; readonly setAt: Date };

/** Taken back before it came: kept without a pass, so that the holder's page does not go on saying "not yet". */
async function keepRevoked(
	scope: WriteScope,
	of: {
		readonly revoked: readonly PreparedRecord[];
		readonly bits: (each: PreparedRecord) => RevokedPaper | undefined;
	},
): Promise<readonly WriteAnswer[]> {
	const { tx, registrant } = scope;
	const rows = of.revoked.map((each): PreparedRecord => {
		const bit = of.bits(each);
		const row = {
			...each.row,
			state: "revoked",
			reason: bit?.reason ?? null,
			withdrawnAt: bit?.setAt ?? null,
		} as const;
		return { ...each, row };
	});
	const fresh = partition(rows, await takenTokens(scope, rows))[1];
	const claimed = new Set(await claimKeys(scope, fresh));
	await tx.holderLink.createMany({
		data: fresh
			.filter(({ record }) => claimed.has(record.key))
			.map(({ record }) => sheetLinkRow(registrant.pharmacyNumber, record)),
	});
	return of.revoked.map((each) => refusal(each, "revoked"));
}

async function knownRecords({ tx, registrant }: WriteScope, prepared: readonly PreparedRecord[]) {
	if (prepared.length === 0) return new Set<string>();
	const keys = prepared.map(({ record }) => record.key);
	const rows = await tx.recordClaim.findMany({
		where: { pharmacyNumber: registrant.pharmacyNumber, key: { in: keys } },
		select: { key: true },
	});
	return new Set(rows.map(({ key }) => key));
}

/** Of these, the papers that are registered, under whatever key: sent again, they bring their token again. */
async function registeredPapers({ tx, registrant }: WriteScope, prepared: readonly PreparedRecord[]) {
	if (prepared.length === 0) return new Set<string>();
	const { pharmacyNumber } = registrant;
	const rows = await tx.recordClaim.findMany({
		where: { pharmacyNumber, OR: prepared.map(({ jti, claims }) => ({ delegationJti: jti, statusIndex: claims.s })) },
		select: { delegationJti: true, statusIndex: true },
	});
	return new Set(rows.map(({ delegationJti, statusIndex }) => `${delegationJti}.${statusIndex}`));
}

function paperName({ jti, claims }: PreparedRecord): string {
	return `${jti}.${claims.s}`;
}

/** A holder link opens one record: a token that belongs to another record already, or twice to this batch. */
async function takenTokens({ tx, registrant }: WriteScope, prepared: readonly PreparedRecord[]) {
	const hashes = prepared.map(({ record }) => secretHash(record.holderToken));
	const links = await tx.holderLink.findMany({ where: { tokenHash: { in: hashes } } });
	const owners = new Map(links.map((link) => [hex(link.tokenHash), `${link.pharmacyNumber} ${link.recordKey}`]));
	return ({ record }: PreparedRecord) => {
		const hash = hex(secretHash(record.holderToken));
		const self = `${registrant.pharmacyNumber} ${record.key}`;
		const owner = owners.get(hash);
		if (owner === undefined) owners.set(hash, self);
		return owner !== undefined && owner !== self;
	};
}

function hex(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString("hex");
}

/**
 * Inserts the rows whose key and paper nobody claimed yet, which the database looks at for each (docs/decisions/092); a
 * writer of the same ones is waited for.
 */
async function claimKeys({ tx }: WriteScope, prepared: readonly PreparedRecord[]): Promise<readonly string[]> {
	if (prepared.length === 0) return [];
	const rows = await tx.record.createManyAndReturn({
		data: prepared.map(({ row }) => row),
		skipDuplicates: true,
		select: { key: true },
	});
	return rows.map(({ key }) => key);
}

/** Signs and stores the passes of records that this transaction claimed, with their links and letters. */
async function completeRecords(
	{ context, tx, registrant }: WriteScope,
	won: readonly PreparedRecord[],
): Promise<readonly WriteAnswer[]> {
	if (won.length === 0) return [];
	const { pharmacyNumber } = registrant;
	const passes = await Promise.all(
		won.map(({ claims, record }) => signPass(context, { claims, identity: record.identity })),
	);
	await tx.pass.createMany({
		data: won.map(({ record }, i) => passRow(context, registrant, { key: record.key, pass: passes[i] as SignedPass })),
	});
	const letters = won.flatMap(({ record, contact, claims }) =>
		letterJob(context, { pharmacyNumber, record: { ...record, contact }, exp: claims.exp }),
	);
	await tx.holderLink.createMany({
		data: [...won.map(({ record }) => sheetLinkRow(pharmacyNumber, record)), ...letters.map(({ link }) => link)],
	});
	if (letters.length > 0) await tx.mailJob.createMany({ data: letters.map(({ job }) => job) });
	return won.map(({ record, row }, i) => ({
		record,
		answer: {
			key: record.key,
			outcome: "registered",
			registeredAt: numericDate(row.registeredAt),
			passId: (passes[i] as SignedPass).uvci,
		},
		change: { codeDay: dayOf(row.codeDay), revoked: false },
	}));
}

function passRow(
	{ cipher }: ServerContext,
	{ pharmacyNumber }: Registrant,
	{ key, pass }: { readonly key: string; readonly pass: SignedPass },
): Prisma.PassCreateManyInput {
	return {
		pharmacyNumber,
		recordKey: key,
		uvci: pass.uvci,
		fieldKeyId: cipher.keyId,
		hc1Sealed: cipher.seal({ table: "passes", column: "hc1", row: [pharmacyNumber, key] }, pass.hc1),
		signedBy: pass.signedBy,
		issuedAt: timestamp(pass.issuedAt),
		expiresAt: timestamp(pass.expiresAt),
	};
}

function sheetLinkRow(pharmacyNumber: string, { key, holderToken }: RecordInput): Prisma.HolderLinkCreateManyInput {
	return { tokenHash: secretHash(holderToken), kind: "sheet", pharmacyNumber, recordKey: key };
}

/** Authentic papers whose records contradict them: the paper is in somebody's hand, so it is revoked. */
async function revokeRefused(
	{ tx, registrant }: WriteScope,
	refused: readonly PreparedRecord[],
	blocks: Blocks,
): Promise<readonly WriteAnswer[]> {
	if (refused.length === 0) return [];
	await tx.statusBit.createMany({
		data: refused.map(({ jti, claims, row, code, mac }) => ({
			listNo: blocks.get(jti)?.listNo as number,
			index: claims.s,
			reason: row.reason as string,
			setAt: row.registeredAt,
			codeDay: row.codeDay,
			codeEntry: code.entry,
			paperMac: mac,
		})),
		skipDuplicates: true,
	});
	// The holder's page then says "withdrawn, ask your pharmacy" rather than "not yet".
	await tx.holderLink.createMany({
		data: refused.map(({ record }) => sheetLinkRow(registrant.pharmacyNumber, record)),
		skipDuplicates: true,
	});
	return refused.map((each) => ({
		...refusal(each, each.row.reason as string),
		change: { codeDay: dayOf(each.row.codeDay), revoked: true },
	}));
}

function partition<Item>(
	items: readonly Item[],
	test: (item: Item) => boolean,
): readonly [readonly Item[], readonly Item[]] {
	const yes: Item[] = [];
	const no: Item[] = [];
	for (const item of items) (test(item) ? yes : no).push(item);
	return [yes, no];
}

function byKey(a: PreparedRecord, b: PreparedRecord): number {
	return a.record.key < b.record.key ? -1 : 1;
}

export function dayOf(date: Date): string {
	return date.toISOString().slice(0, 10);
}
