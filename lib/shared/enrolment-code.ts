/** One-time code: 20 symbols (100 bits) of Crockford base32, without separators. */
export const ENROLMENT_CODE = /^[0-9A-HJKMNP-TV-Z]{20}$/;
