/**
 * The bytes inside an `RP1:` text (spec §2, "Wire bytes"). Decoding is lenient about what RP-4 refuses later
 * (long-form lengths, trailing bytes), so that "badly written" and "no attestation at all" stay two answers.
 */
import { type Bytes, concat } from "@/lib/shared/bytes";
import { KID_LENGTH } from "@/lib/shared/jwk-thumbprint";

const TYPE_KID_ONLY = 0x01;
const TYPE_EMBEDDED = 0x02;
const SIGNATURE_LENGTH = 64;
const COORDINATE_LENGTH = 32;
/** A length below this is one byte. */
const SHORT_FORM_LIMIT = 0x80;
/** The most that two bytes can say. */
export const PAYLOAD_LIMIT = 0x7fff;
const CLOSING_BRACE = 0x7d;

export type WireAttestation = {
	readonly kid: Uint8Array;
	/** The attestation's JWT payload, verbatim. */
	readonly payload: Uint8Array;
	readonly signature: Uint8Array;
	/** Present for type 0x02. */
	readonly delegation: WireDelegation | undefined;
};

export type WireDelegation = {
	readonly signerKid: Uint8Array;
	/** The delegation's payload without its last member `cnf`; ends in `}`. */
	readonly payload: Uint8Array;
	readonly x: Uint8Array;
	readonly y: Uint8Array;
	readonly signature: Uint8Array;
};

export function encodeWire({ kid, payload, signature, delegation }: WireAttestation): Bytes {
	const head = [Uint8Array.of(delegation ? TYPE_EMBEDDED : TYPE_KID_ONLY), kid];
	const own = [encodeLength(payload.length), payload, signature];
	if (!delegation) return concat(...head, ...own);
	const { signerKid, payload: dpayload, x, y, signature: dsig } = delegation;
	return concat(...head, ...own, signerKid, encodeLength(dpayload.length), dpayload, x, y, dsig);
}

/** Undefined for an unknown type, a truncated structure, or a delegation payload that does not end in `}`. */
export function decodeWire(bytes: Bytes): WireAttestation | undefined {
	const type = bytes[0];
	if (type !== TYPE_KID_ONLY && type !== TYPE_EMBEDDED) return undefined;
	const reader = new WireReader(bytes, 1);
	const kid = reader.take(KID_LENGTH);
	const payload = reader.takeCounted();
	const signature = reader.take(SIGNATURE_LENGTH);
	let delegation: WireDelegation | undefined;
	if (type === TYPE_EMBEDDED) {
		delegation = {
			signerKid: reader.take(KID_LENGTH),
			payload: reader.takeCounted(),
			x: reader.take(COORDINATE_LENGTH),
			y: reader.take(COORDINATE_LENGTH),
			signature: reader.take(SIGNATURE_LENGTH),
		};
		if (delegation.payload.at(-1) !== CLOSING_BRACE) return undefined;
	}
	return reader.truncated ? undefined : { kid, payload, signature, delegation };
}

function encodeLength(length: number): Uint8Array {
	if (length > PAYLOAD_LIMIT) throw new RangeError("payload too long for the wire");
	return length < SHORT_FORM_LIMIT ? Uint8Array.of(length) : Uint8Array.of(0x80 | (length >> 8), length & 0xff);
}

/** Reads past the end give short views and leave `truncated` set. */
class WireReader {
	truncated = false;
	readonly #bytes: Bytes;
	#at: number;

	constructor(bytes: Bytes, at: number) {
		this.#bytes = bytes;
		this.#at = at;
	}

	take(length: number): Bytes {
		const end = this.#at + length;
		if (end > this.#bytes.length) this.truncated = true;
		const view = this.#bytes.subarray(this.#at, end);
		this.#at = end;
		return view;
	}

	takeCounted(): Bytes {
		const first = this.take(1)[0] ?? 0;
		const length = first < SHORT_FORM_LIMIT ? first : ((first & 0x7f) << 8) | (this.take(1)[0] ?? 0);
		return this.take(length);
	}
}
