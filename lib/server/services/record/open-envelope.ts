/** [VA-5] A record or a positive result that a counter encrypted to the portal when it was made. */
import "server-only";
import { compactDecrypt, decodeProtectedHeader } from "jose";
import { z } from "zod";
import {
	RECORD_CONTENT_ENC,
	RECORD_KEY_ALG,
	type RecordAnswer,
	type RecordEnvelope,
	recordEnvelope,
} from "@/lib/protocol/records";
import { fromUtf8 } from "@/lib/shared/bytes";
import { err, ok, type Result } from "@/lib/shared/result";
import type { ServerContext } from "../../context/server-context";

/** What is answered for one that was not opened. */
type Unopened = Exclude<RecordAnswer, { readonly outcome: "registered" }>;

const header = z.looseObject({ kid: z.string() });

/**
 * What was in the envelope, or the candidate itself where it is none. An envelope that cannot be opened, because the key
 * that it was made for is not here, refuses nothing: the counter has the record, and sends it open once somebody opens it.
 */
export async function openEnvelope(context: ServerContext, candidate: unknown): Promise<Result<unknown, Unopened>> {
	const parsed = recordEnvelope.safeParse(candidate);
	if (!parsed.success) return ok(candidate);
	const { key } = parsed.data;
	const record = await decrypt(context, parsed.data);
	if (record === undefined) return err({ key, outcome: "retry", reason: "envelope_unreadable" });
	const inside = z.looseObject({ key: z.string() }).safeParse(record).data;
	// The counter finds its entry by the key outside.
	if (inside?.key !== key) return err({ key, outcome: "refused", reason: "record_malformed", field: "key" });
	return ok(record);
}

async function decrypt({ keys }: ServerContext, { envelope }: RecordEnvelope): Promise<unknown> {
	try {
		const { kid } = header.parse(decodeProtectedHeader(envelope));
		const own = keys.record.find((key) => key.kid === kid);
		if (own === undefined) return undefined;
		const options = {
			keyManagementAlgorithms: [RECORD_KEY_ALG],
			contentEncryptionAlgorithms: [RECORD_CONTENT_ENC],
		};
		const { plaintext } = await compactDecrypt(envelope, own.privateKey, options);
		return JSON.parse(fromUtf8(plaintext) ?? "");
	} catch {
		return undefined; // whichever: no JWE, not for this key, or no JSON in it
	}
}
