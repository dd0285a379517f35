import "client-only";
import type { SealedAct } from "../store/sealed";
import { type AttestationSheet, openAttestation } from "./sealed-attestation";

type SealedRow = { readonly key: string; readonly sealed: SealedAct | null };

/** By key of the row: what was opened, and of which secret. */
export type OpenedSheets = Map<string, { readonly slot: number | undefined; readonly sheet: AttestationSheet | null }>;

/**
 * The sheets of a list, null where the details are gone. Opened beside each other, so that their secrets are read at once
 * (VA-15); what `opened` has is not opened again, and what is opened now is added to it.
 */
export async function openSheets(
	rows: readonly SealedRow[],
	{ storageKey, opened }: { readonly storageKey: CryptoKey; readonly opened: OpenedSheets },
): Promise<ReadonlyMap<string, AttestationSheet | null>> {
	const sheets = await Promise.all(
		rows.map(async ({ key, sealed }) => {
			if (sealed === null) return null;
			const before = opened.get(key);
			if (before !== undefined && before.slot === sealed.slot) return before.sheet;
			const sheet = (await openAttestation(storageKey, key, sealed))?.sheet ?? null;
			opened.set(key, { slot: sealed.slot, sheet });
			return sheet;
		}),
	);
	return new Map(rows.map(({ key }, i) => [key, sheets[i] ?? null]));
}
