/** Parts that messages of every kind are made of. */
import { z } from "zod";
import { TOKEN_FORM } from "@/lib/shared/base64url-forms";
import { PHARMACY_NUMBER } from "@/lib/shared/pharmacy-number";

/**
 * One line as people type it, without the space around it. Not in it: control characters (PostgreSQL cannot store
 * U+0000, and a line break would put words under somebody else's heading), lone surrogates (no UTF-8 has them) and the
 * marks that turn the direction of what follows, so that a name on a screen is the name in the record.
 */
export const plainText = z
	.string()
	.trim()
	.regex(/^[^\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]*$/u);

/**
 * Name of something that a client made. In lower case only, as the database gives it back: two spellings of one name
 * would be one row and two texts.
 */
export const uuid = z.uuid().regex(/^[0-9a-f-]+$/);

/** Whole seconds since 1970, UTC. */
export const numericDate = z.int().nonnegative();

export const count = z.int().nonnegative();

/** Five digits, without the Damm digit. */
export const pharmacyNumber = z.string().regex(PHARMACY_NUMBER);

/** Name of a row that the portal made. */
export const identifier = plainText.min(1).max(64);

/** Characters of what staff call a device or a gate. */
export const LABEL_LIMIT = 40;
/** Characters of what a venue, an event or a train is called. */
export const TITLE_LIMIT = 60;

/** 128 bits, b64u: secrets of links and pseudonyms. */
export const b64u128 = z.string().regex(TOKEN_FORM);
