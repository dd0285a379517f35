import "client-only";
import { deviceKit } from "@/lib/protocol/device-kit";
import type { DeviceRow } from "../store/rows";
import { seal, unseal } from "../store/seal";

/**
 * [VA-1] The check-code keys of a counter make codes of its pharmacy for 34 days: they lie on the disk sealed like its own
 * keys. A door's are half of them, and it has no passphrase.
 */
const NAME = "code keys";

export async function withSealedCodes(row: DeviceRow, storageKey: CryptoKey): Promise<DeviceRow> {
	if (row.codeKeys.holder !== "issuer") return row;
	const sealedCodes = await seal(storageKey, NAME, row.codeKeys);
	// Which days there are keys of is no secret, and says until when codes can be made (counter-outlook.ts).
	const days = Object.fromEntries(Object.keys(row.codeKeys.days).map((day): [string, string[]] => [day, []]));
	return { ...row, codeKeys: { ...row.codeKeys, days }, sealedCodes };
}

/** The row as it was; of an earlier version, which sealed none, as it is. */
export async function withOpenCodes(row: DeviceRow, storageKey: CryptoKey): Promise<DeviceRow> {
	const { sealedCodes, ...rest } = row;
	if (sealedCodes === undefined) return row;
	const codeKeys = deviceKit.shape.codeKeys.safeParse(await unseal(storageKey, NAME, sealedCodes)).data;
	return codeKeys === undefined ? row : { ...rest, codeKeys };
}
