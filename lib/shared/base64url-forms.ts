/** What is written as base64url without padding (RFC 4648 §5), by its meaning: form and length, not the value. */

const THREE_BYTES = /^[A-Za-z0-9_-]{4}$/;
const EIGHT_BYTES = /^[A-Za-z0-9_-]{11}$/;
const SIXTEEN_BYTES = /^[A-Za-z0-9_-]{22}$/;
const THIRTY_TWO_BYTES = /^[A-Za-z0-9_-]{43}$/;

/** A kid (spec K-1). */
export const KID_FORM = EIGHT_BYTES;
/** Id of an event's salt. */
export const SALT_ID_FORM = EIGHT_BYTES;
/** Hash of a check code (spec CC-8). */
export const CODE_HASH_FORM = THREE_BYTES;
/** 128 bits: the secret of a link or a session, a pseudonym. */
export const TOKEN_FORM = SIXTEEN_BYTES;
/** RFC 7638 thumbprint, SHA-256. */
export const THUMBPRINT_FORM = THIRTY_TWO_BYTES;
/** Coordinate or private scalar of P-256 (RFC 7518 §6.2). */
export const COORDINATE_FORM = THIRTY_TWO_BYTES;
/** 256 secret bits of a symmetric key. */
export const SECRET_FORM = THIRTY_TWO_BYTES;
