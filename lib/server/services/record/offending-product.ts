/**
 * [IN-3] What is registered becomes an EU certificate: a product is a code of the value sets, of the kind that it is named
 * for. A test need not name one; a vaccination without one proves nothing.
 */
import "server-only";
import type { AttestationClaims } from "@/lib/formats/relais/attestation-claims";
import { PRODUCTS } from "../device/products";

const codesOf = (kind: "A" | "V") => new Set(PRODUCTS.flatMap((each) => (each.kind === kind ? [each.code] : [])));
const TESTS = codesOf("A");
const VACCINES = codesOf("V");

/** Dotted path of the claim that no certificate may say; undefined where none is wrong. */
export function offendingProduct({ k, p }: Pick<AttestationClaims, "k" | "p">): "attestation.p" | undefined {
	const isKnown = k === "V" ? p !== undefined && VACCINES.has(p) : p === undefined || TESTS.has(p);
	return isKnown ? undefined : "attestation.p";
}
