import "client-only";
import { base64url, utf8 } from "@/lib/shared/bytes";
import { HOUR, type NumericDate } from "@/lib/shared/numeric-date";
import { database, type RelaisDatabase } from "../store/database";

/**
 * The salt of an event (design rule 5): an HMAC key made by the event's first gate, non-extractable, never sent to the
 * server, destroyed when the event is over. Without it a pseudonym leads back to nobody: not from the authority's list
 * of passes, and not from one event to the next.
 */

/** People still leave after the end, and an event runs late. */
export const SALT_GRACE = 6 * HOUR;
/** Bytes of the HMAC that make the pseudonym (lib/protocol/checkins.ts). */
const PSEUDONYM_BYTES = 16;

/** The event's salt, made on first use. Two tabs that ask at once get the same one. */
export async function eventSalt(
	event: { readonly assignment: string; readonly ends: NumericDate },
	db: RelaisDatabase = database(),
): Promise<CryptoKey> {
	const known = await db.eventSalts.get(event.assignment);
	if (known !== undefined) return known.salt;
	const salt = await crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
	return db.transaction("rw", db.eventSalts, async () => {
		const other = await db.eventSalts.get(event.assignment);
		if (other !== undefined) return other.salt;
		await db.eventSalts.add({ assignment: event.assignment, salt, ends: event.ends });
		return salt;
	});
}

/** b64u HMAC-SHA-256 of the pass id under the salt, truncated to 16 bytes. */
export async function pseudonymOf(passId: string, salt: CryptoKey): Promise<string> {
	const mac = new Uint8Array(await crypto.subtle.sign("HMAC", salt, utf8(passId)));
	return base64url(mac.subarray(0, PSEUDONYM_BYTES));
}

/** Destroys the salts of events that are over. */
export async function destroyEndedSalts(now: NumericDate, db: RelaisDatabase = database()): Promise<void> {
	await db.eventSalts
		.where("ends")
		.below(now - SALT_GRACE)
		.delete();
}
