/**
 * A sheet that comes back to a pharmacy, read from its codes (spec QM-4). What it says is what its issuer signed; whether it
 * did is the portal's to judge, which registers nothing else.
 */
import { readEntry } from "@/lib/formats/entry-text";
import { type AttestationClaims, parseAttestationClaims } from "@/lib/formats/relais/attestation-claims";
import { decodeAttestation, RELAIS_PREFIX } from "@/lib/formats/relais/attestation-text";
import { parseDelegationClaims, restoreDelegation } from "@/lib/formats/relais/delegation";
import { type HolderLink, readHolderLink } from "@/lib/protocol/holder-link";

export type ReturnedPaper = {
	/** `RP1:` text. */
	readonly text: string;
	readonly claims: AttestationClaims;
	/** `<jti>.<s>`. */
	readonly index: string;
};

export type ReturnedCode =
	| { readonly outcome: "paper"; readonly paper: ReturnedPaper }
	/** The code on the strip. */
	| { readonly outcome: "strip"; readonly link: HolderLink }
	| { readonly outcome: "other_pharmacy" | "not_a_sheet" };

const HOLDER_ADDRESS = /^https?:\/\/[^/?#\s]+\/pass(#\S+)$/;

/** Told from the first eight characters on, by what a hand scanner has typed so far. */
export function beginsLikeReturned(typed: string): boolean {
	return /^(?:\][A-Za-z]\d)?(?:RP1:|https?:)/i.test(typed);
}

/** `pharmacy`: five digits, of the one that registers it. */
export function readReturned(scanned: string, pharmacy: string): ReturnedCode {
	const text = readEntry(scanned);
	const address = HOLDER_ADDRESS.exec(text.trim())?.[1];
	const link = address === undefined ? undefined : readHolderLink(address);
	if (link !== undefined) return { outcome: "strip", link };
	if (!text.startsWith(RELAIS_PREFIX)) return { outcome: "not_a_sheet" };
	const decoded = decodeAttestation(text);
	const attestation = decoded.outcome === "decoded" ? decoded.attestation : undefined;
	const claims = attestation && parseAttestationClaims(attestation.payload);
	// A counter prints its delegation with each sheet: without one nobody here could tell whose it is.
	const embedded = attestation?.delegation && restoreDelegation(attestation.delegation);
	const delegation = embedded && parseDelegationClaims(embedded.payload);
	if (claims === undefined || delegation === undefined) return { outcome: "not_a_sheet" };
	if (delegation.sub !== pharmacy) return { outcome: "other_pharmacy" };
	return { outcome: "paper", paper: { text, claims, index: `${delegation.jti}.${claims.s}` } };
}
