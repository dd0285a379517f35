/** How long names may be, in code points. Three documents say three things. */

/** A family or given name on an attestation (spec §2, claim `n`): the QR has to stay readable. */
export const PAPER_NAME_LIMIT = 40;
/** A pharmacy's name and town together (spec §3, claim `nm`). */
export const PHARMACY_NAME_LIMIT = 32;
/** A name in a durable pass (eu-dcc-schema: `fn`, `gn`, `fnt`, `gnt`), and so in a record. */
export const PASS_NAME_LIMIT = 80;
