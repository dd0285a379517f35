/**
 * The starts of a counter and the running numbers that each gave to its attestations (spec OL-3, OL-6). A start lasts from
 * the first open page to the last closed one. By its own history a device proves to the portal that it has no twin; by
 * the numbers it is known which of its attestations the portal lacks.
 */
import type { StartReport } from "@/lib/protocol/starts";
import type { NumericDate } from "@/lib/shared/numeric-date";

/**
 * A number that was given and is not registered; with the key of its outbox entry once that is stored. `index`: `<jti>.<s>`
 * that was spent for it, and `at` when; an earlier version did not write them.
 */
type OpenNumber = {
	readonly number: number;
	readonly key?: string | undefined;
	readonly index?: string | undefined;
	readonly at?: NumericDate | undefined;
};

type Start = {
	readonly id: string;
	/** 1 for the first start of this device, and one more each time. */
	readonly generation: number;
	/** Numbers given so far: 1 … given. */
	readonly given: number;
	readonly open: readonly OpenNumber[];
};

/** Oldest first. */
export type StartLedger = readonly Start[];

/** Starts before the present one that are reported. */
export const HISTORY = 16;

export function withStart(ledger: StartLedger | undefined, id: string): StartLedger {
	const before = ledger ?? [];
	const generation = (before.at(-1)?.generation ?? 0) + 1;
	return [...before, { id, generation, given: 0, open: [] }].slice(-HISTORY - 1);
}

/** The next number of this start; the ledger is unchanged where it does not know the start. */
export function withNumber(
	ledger: StartLedger,
	id: string,
	spent: { readonly index?: string; readonly at?: NumericDate } = {},
): { readonly ledger: StartLedger; readonly number: number } {
	const number = (ledger.find((start) => start.id === id)?.given ?? 0) + 1;
	const open = { number, ...spent };
	const given = change(ledger, id, (start) => ({ ...start, given: number, open: [...start.open, open] }));
	return { ledger: given, number };
}

/** The attestation with this number is in the outbox. */
export function withStored(
	ledger: StartLedger,
	id: string,
	{ number, key }: { readonly number: number; readonly key: string },
): StartLedger {
	const name = (one: OpenNumber) => (one.number === number ? { ...one, key } : one);
	return change(ledger, id, (start) => ({ ...start, open: start.open.map(name) }));
}

/** The portal has these entries. */
export function withRegistered(ledger: StartLedger, keys: ReadonlySet<string>): StartLedger {
	const isOpen = ({ key }: OpenNumber) => key === undefined || !keys.has(key);
	return ledger.map((start) => (start.open.every(isOpen) ? start : { ...start, open: start.open.filter(isOpen) }));
}

function change(ledger: StartLedger, id: string, next: (start: Start) => Start): StartLedger {
	return ledger.map((start) => (start.id === id ? next(start) : start));
}

export type Gaps = Record<"void" | "waiting" | "refused", number>;

/** What became of the numbers that this device gave and the portal lacks, over all starts that are reported. */
export function gapsOf({ before, ...own }: StartReport): Gaps {
	const sum = (of: keyof Gaps) => [own, ...before].reduce((total, start) => total + start[of], 0);
	return { void: sum("void"), waiting: sum("waiting"), refused: sum("refused") };
}

/** What the portal is told. `refused`: keys of entries that it would not register. Undefined for an unknown start. */
export function startReport(ledger: StartLedger, id: string, refused: ReadonlySet<string>): StartReport | undefined {
	const own = ledger.find((start) => start.id === id);
	if (own === undefined) return undefined;
	const tell = (start: Start) => {
		const stored = start.open.flatMap(({ key }) => key ?? []);
		const isRefused = (key: string) => refused.has(key);
		return {
			id: start.id,
			given: start.given,
			void: start.open.filter((one) => isVoid(one, start, own)).length,
			refused: stored.filter(isRefused).length,
			waiting: stored.filter((key) => !isRefused(key)).length,
		};
	};
	const before = ledger.filter(({ generation }) => generation < own.generation).slice(-HISTORY);
	return { ...tell(own), generation: own.generation, before: before.map(tell).reverse() };
}

/** The newest number of the present start may still become an attestation. */
function isVoid({ number, key }: OpenNumber, start: Start, own: Start | undefined): boolean {
	return key === undefined && !(start === own && number === start.given);
}

/** Indices that were spent and of which no attestation came (a crash, a disk that refused), and when; as far as is known. */
export function voidIndices(ledger: StartLedger): readonly { readonly index: string; readonly at: NumericDate }[] {
	return ledger.flatMap((start) =>
		start.open.flatMap((one) => {
			if (one.index === undefined || one.at === undefined || !isVoid(one, start, ledger.at(-1))) return [];
			return [{ index: one.index, at: one.at }];
		}),
	);
}
