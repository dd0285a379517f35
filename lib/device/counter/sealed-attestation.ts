import "client-only";
import { z } from "zod";
import { type RecordInput, recordInput } from "@/lib/protocol/records";
import { ATTESTATION_KINDS } from "@/lib/shared/attestation-kind";
import { unseal } from "../store/seal";
import type { Sealed, SealedAct } from "../store/sealed";
import { readSecrets, takeSecrets } from "../store/vault/slots";
import { openPart, sealPart } from "./sealed-part";

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
export type SealedAttestation = { readonly record: RecordInput | null; readonly sheet: AttestationSheet };

const sheetPart = z.object({ sheet: attestationSheet });
const recordPart = z.object({ record: recordInput });
const contactPart = z.object({
	nir: recordInput.shape.identity.shape.nir,
	contact: recordInput.shape.contact,
});
/** As an earlier version sealed all of them: under the device's storage key alone. */
const wholePart = z.object({ record: recordInput.nullable(), sheet: attestationSheet });

const recordName = (key: string) => `record ${key}`;
const contactName = (key: string) => `contact ${key}`;

/** [VA-9] Each part under a secret of its own besides the storage key: what is destroyed alone can be deleted for good. */
export async function sealAttestation(
	storageKey: CryptoKey,
	key: string,
	{ record, sheet }: SealedAttestation,
): Promise<SealedAct> {
	const [forSheet, forRecord, forContact] = await takeSecrets(record === null ? 1 : 3);
	if (forSheet === undefined) throw new Error("no secret for a sheet");
	const sealed = await sealPart({ storageKey, name: key, value: { sheet } }, forSheet);
	if (record === null || forRecord === undefined || forContact === undefined) return sealed;
	const { contact, ...rest } = record;
	const { nir, ...identity } = rest.identity;
	const bare: RecordInput = { ...rest, identity, contact: {} };
	return {
		...sealed,
		record: await sealPart({ storageKey, name: recordName(key), value: { record: bare } }, forRecord),
		contact: await sealPart({ storageKey, name: contactName(key), value: { nir, contact } }, forContact),
	};
}

/** Undefined when the row was not sealed by this device, or by a version of the app that wrote another shape. */
export async function openAttestation(
	storageKey: CryptoKey,
	key: string,
	sealed: SealedAct,
): Promise<SealedAttestation | undefined> {
	const { slot, record, contact } = sealed;
	if (slot === undefined) return wholePart.safeParse(await unseal(storageKey, key, sealed)).data;
	const secrets = await readSecrets([slot, record?.slot ?? slot, contact?.slot ?? slot]);
	const part = (name: string, which: Sealed | undefined, at: number) =>
		which && openPart({ storageKey, name, sealed: which }, secrets[at]);
	const opened = sheetPart.safeParse(await part(key, sealed, 0)).data;
	if (opened === undefined) return undefined;
	const bare = recordPart.safeParse(await part(recordName(key), record, 1)).data?.record;
	if (bare === undefined) return { sheet: opened.sheet, record: null };
	const beside = contactPart.safeParse(await part(contactName(key), contact, 2)).data;
	return { sheet: opened.sheet, record: beside === undefined ? bare : withContact(bare, beside) };
}

function withContact(record: RecordInput, { nir, contact }: z.infer<typeof contactPart>): RecordInput {
	const identity = nir === undefined ? record.identity : { ...record.identity, nir };
	return { ...record, identity, contact };
}

/**
 * Without NIR and contact. Whoever stores it destroys their secret (`slotsOfAct`). What an earlier version sealed has to be
 * opened for it: undefined without the key, and where it does not open.
 */
export async function withoutContact(
	storageKey: CryptoKey | undefined,
	key: string,
	sealed: SealedAct,
): Promise<SealedAct | undefined> {
	const { contact: _, ...kept } = sealed;
	if (sealed.slot !== undefined) return kept;
	const opened = storageKey && (await openAttestation(storageKey, key, sealed));
	if (storageKey === undefined || opened === undefined) return undefined;
	const again = await sealAttestation(storageKey, key, opened);
	return withoutContact(storageKey, key, again);
}

/** Where the secrets of what is sealed lie. */
export function slotsOfAct(sealed: SealedAct | null): readonly number[] {
	return [sealed?.slot, sealed?.record?.slot, sealed?.contact?.slot].filter((slot) => slot !== undefined);
}
