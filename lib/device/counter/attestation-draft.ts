import type { RecordInput } from "@/lib/protocol/records";
import type { AttestationKind } from "@/lib/shared/attestation-kind";
import type { NumericDate } from "@/lib/shared/numeric-date";

/** What the counter entered. Texts are trimmed NFC; the birth date is YYYY-MM-DD, YYYY-MM or YYYY. */
export type AttestationDraft = {
	/** Made with the empty form: the idempotency key. Issuing the same draft twice gives the same sheet. */
	readonly id: string;
	readonly kind: AttestationKind;
	readonly identity: RecordInput["identity"];
	/** How the names stand on the sheet and in its QR; absent: in Latin letters, shortened to whole words. */
	readonly paper?: { readonly family: string; readonly given: string };
	readonly document?: RecordInput["document"];
	readonly guardian?: RecordInput["guardian"];
	readonly lot?: RecordInput["lot"];
	readonly consent?: RecordInput["consent"];
	readonly contact: RecordInput["contact"];
	readonly professional?: string;
	readonly performedAt: NumericDate;
	readonly product?: { readonly code: string; readonly name: string };
	readonly dose?: readonly [number, number];
	/** Language for messages to the holder. */
	readonly locale: RecordInput["locale"];
	/** The act's in the pharmacy's software; stays on the device. */
	readonly reference?: string;
	/** Key of an entry that this one replaces, and why: a refused one is marked, any other is revoked for that reason. */
	readonly corrects?: NonNullable<RecordInput["corrects"]>;
	/** Key of a refused positive result that this takes the place of, and when that was recorded. */
	readonly redoes?: { readonly key: string; readonly recorded: NumericDate };
};

/** A positive antigen test: everything of an attestation's draft but what would make it one. */
export type PositiveDraft = Omit<AttestationDraft, "kind" | "dose" | "paper">;
