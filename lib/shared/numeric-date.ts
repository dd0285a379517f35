/** Whole seconds since 1970-01-01T00:00:00Z (RFC 7519 §2). */
export type NumericDate = number;

export const MINUTE = 60;
export const HOUR = 3600;
export const DAY = 86_400;

/** 9999-12-31T23:59:59Z: the last one that ISO 8601 writes with four digits of year. */
export const LAST_SECOND = 253_402_300_799;
