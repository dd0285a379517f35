/** The file of `relais code check --revoked` (spec §7): whole codes, compared by the bits that a day's list would have. */
import { z } from "zod";
import type { AcceptedCode } from "@/lib/checkcode/check-code";
import { POSITIONS } from "@/lib/checkcode/derive-keys";
import { SLOT_CYCLE } from "@/lib/checkcode/expiry-slot";
import { isRevokedCode, REVOKED_CODE_LENGTH, revokedCode } from "@/lib/checkcode/revoked-codes";
import { ALPHABET, macsOf } from "@/lib/checkcode/symbols";
import { ATTESTATION_KINDS } from "@/lib/shared/attestation-kind";
import type { Bytes } from "@/lib/shared/bytes";
import { PHARMACY_NUMBER } from "@/lib/shared/pharmacy-number";
import { packEntries } from "@/lib/shared/sorted-entries";
import { readJsonFile } from "./read-files";
import { UsageError } from "./usage-error";

const revokedFile = z.object({
	revoked: z.array(
		z.object({
			pharmacy: z.string().regex(PHARMACY_NUMBER),
			kind: z.enum(ATTESTATION_KINDS),
			slot: z.int().nonnegative(),
			symbols: z.string().regex(new RegExp(`^[${ALPHABET}]{${POSITIONS}}$`)),
		}),
	),
});

/** Says of an accepted code whether the file has it. Throws a `UsageError` for a file that cannot be used. */
export function readRevokedCodes(path: string): (code: AcceptedCode) => boolean {
	const file = revokedFile.safeParse(readJsonFile(path, "--revoked"));
	if (!file.success) {
		const place = file.error.issues[0]?.path.join(".");
		throw new UsageError(`--revoked: ${path} has no usable codes${place ? ` (at ${place})` : ""}`);
	}
	// A published list is of one day; this file names slots, each of which is a list of its own here.
	const bySlot = new Map<number, Bytes[]>();
	for (const { symbols, ...code } of file.data.revoked) {
		const place = code.slot % SLOT_CYCLE;
		bySlot.set(place, [...(bySlot.get(place) ?? []), revokedCode({ ...code, macs: symbols })]);
	}
	const lists = new Map([...bySlot].map(([slot, entries]) => [slot, packEntries(entries, REVOKED_CODE_LENGTH)]));
	return ({ symbols, positions, ...code }) => {
		const list = lists.get(code.slot % SLOT_CYCLE);
		return list !== undefined && isRevokedCode(list, { ...code, macs: macsOf(symbols) }, positions);
	};
}
