/** What CBOR (RFC 8949) decodes to, and what encodes: only what CWT and COSE need. */
export type CborValue =
	| null
	| undefined
	| boolean
	/** Integers within ±(2⁵³ − 1) and floating-point numbers. */
	| number
	| string
	| Uint8Array
	| readonly CborValue[]
	| CborMap
	| CborTag;

/** A Map, never an object: a key named `__proto__` is just a key. */
export type CborMap = ReadonlyMap<number | string, CborValue>;

export type CborTag = { readonly tag: number; readonly value: CborValue };

export function isCborMap(value: CborValue): value is CborMap {
	return value instanceof Map;
}

export function isCborArray(value: CborValue): value is readonly CborValue[] {
	return Array.isArray(value);
}

export function isCborTag(value: CborValue): value is CborTag {
	return typeof value === "object" && value !== null && "tag" in value;
}

export function isCborBytes(value: CborValue): value is Uint8Array {
	return value instanceof Uint8Array;
}

/** The value inside any number of tags. */
export function untagged(value: CborValue): CborValue {
	let inner = value;
	while (isCborTag(inner)) inner = inner.value;
	return inner;
}
