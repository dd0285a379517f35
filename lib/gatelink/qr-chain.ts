/**
 * A chain of QR codes: bytes that are too many for one code, in parts that a camera reads in any order, again and again,
 * until it has them all (spec GG-7). The chain's id is the beginning of SHA-256 of the whole: it names the chain and
 * proves that it was put together again as it was.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { type Bytes, concat, equalBytes } from "@/lib/shared/bytes";
import { CHAIN_ID_BYTES, type ChainPart, MOST_PARTS } from "./pairing-code";

/** Bytes of a part: with base45 a code of version 13 or so, which a telephone reads from another one's screen. */
export const PART_BYTES = 260;
export const LARGEST_CHAIN = MOST_PARTS * PART_BYTES;

/** The parts in their order; undefined for nothing, or for more than `LARGEST_CHAIN` bytes. */
export function splitChain(bytes: Uint8Array): readonly ChainPart[] | undefined {
	const total = Math.ceil(bytes.length / PART_BYTES);
	if (total < 1 || total > MOST_PARTS) return undefined;
	const chain = chainId(bytes);
	return Array.from({ length: total }, (_, index) => {
		const data = Uint8Array.from(bytes.subarray(index * PART_BYTES, (index + 1) * PART_BYTES));
		return { kind: "part", chain, total, index, data };
	});
}

function chainId(bytes: Uint8Array): Bytes {
	return Uint8Array.from(sha256(bytes).subarray(0, CHAIN_ID_BYTES));
}

/** What was read of a chain so far. */
export type Collected = {
	readonly chain: Bytes;
	readonly total: number;
	readonly parts: ReadonlyMap<number, Bytes>;
};

type Collecting =
	| { readonly state: "partial"; readonly collected: Collected }
	| { readonly state: "whole"; readonly bytes: Bytes }
	/** All parts are there and do not make what the id says: begin anew. */
	| { readonly state: "damaged" };

/** Adds a part. One of another chain, or of another length, begins that one: a screen shows one chain at a time. */
export function collectPart(collected: Collected | undefined, part: ChainPart): Collecting {
	const same = collected !== undefined && equalBytes(collected.chain, part.chain) && collected.total === part.total;
	const parts = new Map(same ? collected.parts : []);
	if (!parts.has(part.index)) parts.set(part.index, part.data);
	const next = { chain: part.chain, total: part.total, parts };
	if (parts.size < part.total) return { state: "partial", collected: next };
	const bytes = concat(...Array.from({ length: part.total }, (_, index) => parts.get(index) ?? new Uint8Array()));
	return equalBytes(chainId(bytes), part.chain) ? { state: "whole", bytes } : { state: "damaged" };
}
