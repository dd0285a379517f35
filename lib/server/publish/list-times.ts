import "server-only";
import { DAY, HOUR, MINUTE } from "@/lib/shared/numeric-date";

/** A trust list is signed anew this often even when nothing changed: verifiers measure its age (TL-4). */
export const LIST_REFRESH = 30 * MINUTE;
/** `exp` of a list is so long after everything in it was last known to be true. */
export const LIST_LIFETIME = 30 * DAY;
/** How long it is renewed unchanged while the database is unreachable: a long weekend (docs/decisions/020). */
export const LIST_RENEWED_FOR = 72 * HOUR;
