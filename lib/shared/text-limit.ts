/** Spec V-1: characters (UTF-16 units) of one scanned text, beyond which no format is decoded and none is issued. */
export const TEXT_LIMIT = 16_384;

/** Spec V-1: bytes that what is compressed in a scanned text may inflate to. */
export const INFLATE_LIMIT = 65_536;
