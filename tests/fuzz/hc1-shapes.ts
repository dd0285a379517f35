/** The forms that a COSE message of a health certificate takes in the field, around claims given as bytes. */
import { inflateSync } from "node:zlib";
import { zlibSync } from "fflate";
import { decodeBase45, encodeBase45 } from "@/lib/formats/base45";
import { encodeCbor } from "@/lib/formats/cbor-encode";
import type { CborValue } from "@/lib/formats/cbor-value";
import { decodeCoseSign1, sigStructure } from "@/lib/formats/hc1/cose-sign1";

export const HC1_KID = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);

export type Hc1Shape = {
	/** From the outside in. */
	readonly tags: readonly number[];
	readonly headers: "protected" | "unprotected kid" | "unprotected";
};

export const HC1_SHAPES: readonly Hc1Shape[] = [
	{ tags: [18], headers: "protected" },
	{ tags: [], headers: "unprotected kid" },
	{ tags: [61, 18], headers: "protected" },
	{ tags: [18], headers: "unprotected" },
];

export async function shapeHc1(
	claims: Uint8Array,
	{ tags, headers }: Hc1Shape,
	sign: (toBeSigned: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>,
): Promise<string> {
	const algorithm = [1, -7] as const;
	const kid = [4, HC1_KID] as const;
	const map = (...entries: readonly (readonly [number, CborValue])[]) => new Map<number, CborValue>(entries);
	const [signed, unsigned] = {
		protected: [map(algorithm, kid), map()],
		"unprotected kid": [map(algorithm), map(kid)],
		unprotected: [undefined, map(algorithm, kid)],
	}[headers] as [CborValue, CborValue];
	const header = signed === undefined ? new Uint8Array() : encodeCbor(signed);
	const signature = await sign(sigStructure(header, claims));
	const message = tags.reduceRight<CborValue>((value, tag) => ({ tag, value }), [header, unsigned, claims, signature]);
	return `HC1:${encodeBase45(zlibSync(encodeCbor(message)))}`;
}

/** The claims of a text that is known to be whole. */
export function claimsOf(text: string): Uint8Array {
	const message = decodeCoseSign1(inflateSync(decodeBase45(text.slice(4)) ?? new Uint8Array()));
	if (!message) throw new Error("not a whole HC1");
	return message.payload;
}
