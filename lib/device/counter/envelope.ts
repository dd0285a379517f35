import "client-only";
import { CompactEncrypt, importJWK } from "jose";
import type { OutboxEntry } from "@/lib/outbox/outbox";
import type { DeviceKit } from "@/lib/protocol/device-kit";
import type { PositiveInput } from "@/lib/protocol/positives";
import { RECORD_CONTENT_ENC, RECORD_KEY_ALG, type RecordInput } from "@/lib/protocol/records";
import { utf8 } from "@/lib/shared/bytes";

/** [VA-5] A record or a result as only the portal can read it, made when it is stored. Undefined where the kit names no key. */
export async function envelopeOf(
	record: RecordInput | PositiveInput,
	recordKey: DeviceKit["recordKey"],
): Promise<string | undefined> {
	if (recordKey === undefined) return undefined;
	const { kid, jwk } = recordKey;
	const header = { alg: RECORD_KEY_ALG, enc: RECORD_CONTENT_ENC, kid };
	const key = await importJWK({ ...jwk }, RECORD_KEY_ALG);
	return new CompactEncrypt(utf8(JSON.stringify(record))).setProtectedHeader(header).encrypt(key);
}

/** As a member of a row. */
export const keptEnvelope = (envelope: string | undefined) => (envelope === undefined ? {} : { envelope });

/** Until then an envelope is kept. */
export const isUnanswered = (state: OutboxEntry["state"]): boolean => state === "waiting" || state === "sending";
