import "client-only";
import { z } from "zod";
import { recordInput } from "@/lib/protocol/records";
import { ATTESTATION_KINDS } from "@/lib/shared/attestation-kind";
import type { Sealed } from "../store/database";
import { seal, unseal } from "../store/seal";

/** Everything that the printed sheet shows, as it was printed. */
const attestationSheet = z.object({
	kind: z.enum(ATTESTATION_KINDS),
	person: z.object({ family: z.string(), given: z.string(), birth: z.string() }),
	/** The names as the document has them in another script; those above are their Latin spelling. */
	written: z.object({ family: z.string(), given: z.string() }).optional(),
	/** Sample or injection. */
	performedAt: z.int(),
	/** IANA zone that the times of the sheet are written in. */
	zone: z.string(),
	issuedAt: z.int(),
	expires: z.int(),
	product: z.object({ code: z.string(), name: z.string() }).optional(),
	dose: z.tuple([z.int(), z.int()]).optional(),
	pharmacy: z.object({ name: z.string() }),
	/** `RP1:` text of the QR code. */
	rp1: z.string(),
	/** Pharmacy number with its Damm digit, and the code in groups of four. */
	checkCode: z.object({ number: z.string(), code: z.string(), ends: z.int() }),
	/** Path and fragment of the holder link; the origin is where the page is. */
	holderPath: z.string(),
	/** Seven digits; sheets of an earlier version have none, and their link asks for the birth date. */
	stripNumber: z.string().optional(),
	/** The act's in the pharmacy's software (spec PS-3). */
	reference: z.string().optional(),
	/** Status index. People see another number (`numberOf` in day-list.ts). */
	index: z.int(),
});
export type AttestationSheet = z.infer<typeof attestationSheet>;

/** What the outbox keeps of an attestation. NIR and contact go as soon as it is registered, the rest later (retention). */
const sealedAttestation = z.object({ record: recordInput.nullable(), sheet: attestationSheet });
export type SealedAttestation = z.infer<typeof sealedAttestation>;

export function sealAttestation(storageKey: CryptoKey, key: string, value: SealedAttestation): Promise<Sealed> {
	return seal(storageKey, key, value);
}

/** Undefined when the row was not sealed by this device, or by a version of the app that wrote another shape. */
export async function openAttestation(
	storageKey: CryptoKey,
	key: string,
	sealed: Sealed,
): Promise<SealedAttestation | undefined> {
	return sealedAttestation.safeParse(await unseal(storageKey, key, sealed)).data;
}
