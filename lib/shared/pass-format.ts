/** The formats that lib/verify judges (spec §7): Relais attestation, EU DCC, SMART Health Card, 2D-DOC. */
export const PASS_FORMATS = ["relais", "hc1", "shc", "2ddoc"] as const;
export type PassFormat = (typeof PASS_FORMATS)[number];
