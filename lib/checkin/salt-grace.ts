import { HOUR } from "@/lib/shared/numeric-date";

/** Seconds after its end until an event's salts are destroyed (CI-5): people still leave, and an event runs late. */
export const SALT_GRACE = 6 * HOUR;
