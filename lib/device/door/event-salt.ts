import "client-only";
import { SALT_GRACE } from "@/lib/checkin/salt-grace";
import { type Bytes, base64url, fromBase64url, utf8 } from "@/lib/shared/bytes";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { loadUnlocked } from "../identity/device-store";
import { database, type RelaisDatabase } from "../store/database";
import type { StoredSalt } from "../store/rows";
import { saltIdOf } from "../store/salt-id";
import { seal, unseal } from "../store/seal";

/**
 * The salts of an event (design rule 5): HMAC keys that gates make, that travel from gate to gate while they pair and
 * never to the server, and that are destroyed when the event is over. Without them a pseudonym leads back to nobody: not
 * from the authority's list of passes, and not from one event to the next.
 *
 * Each gate makes one when it first needs it. Gates that pair hold each other's too: passages are recorded under the
 * oldest, so that both know a person again, and looked for under all (spec GG-3).
 */

/** Bytes of the HMAC that make the pseudonym (lib/protocol/checkins.ts). */
const PSEUDONYM_BYTES = 16;
const SECRET_BYTES = 32;

/** The assignment that salts belong to, and when it ends. */
type SaltedEvent = { readonly assignment: string; readonly ends: NumericDate };

/** A salt in use. `key` cannot be exported. */
type EventSalt = Pick<StoredSalt, "id" | "key">;

/** A salt on its way from gate to gate: what nobody else may see. */
export type HandedSalt = { readonly made: NumericDate; readonly secret: Bytes };

/** The event's salts, the one that passages are recorded under first; one is made on first use. Two tabs get the same. */
export async function eventSalts(
	event: SaltedEvent,
	{ now, db = database() }: { readonly now: NumericDate; readonly db?: RelaisDatabase },
): Promise<readonly [EventSalt, ...EventSalt[]]> {
	const known = inUse((await db.eventSalts.get(event.assignment))?.salts ?? []);
	if (known !== undefined) return known;
	const made = await storedSalt(
		{ made: now, secret: crypto.getRandomValues(new Uint8Array(SECRET_BYTES)) },
		{ event, db },
	);
	const salts = await addSalts(event, [{ ...made, handed: false }], { db, onlyFirst: true });
	return inUse(salts) ?? [made];
}

/** Ids of the salts that this gate holds for the event, the one in use first. Makes none. */
export async function heldSaltIds(assignment: string, db: RelaisDatabase = database()): Promise<readonly string[]> {
	return (inUse((await db.eventSalts.get(assignment))?.salts ?? []) ?? []).map(({ id }) => id);
}

/**
 * The event's salts in the clear, for the gate that this one is pairing with: call it only while pairing is open behind
 * the supervisor's PIN (spec GG-2). Without those that were made before this device could hand them on.
 */
export async function openSalts(assignment: string, db: RelaisDatabase = database()): Promise<readonly HandedSalt[]> {
	const [row, device] = await Promise.all([db.eventSalts.get(assignment), loadUnlocked(db)]);
	const opened: HandedSalt[] = [];
	for (const { id, made, sealed } of row?.salts ?? []) {
		if (sealed === null || device === undefined) continue;
		const text = await unseal(device.storageKey, sealedAs(assignment, id), sealed);
		const secret = typeof text === "string" ? fromBase64url(text) : undefined;
		if (secret !== undefined) opened.push({ made, secret });
	}
	return opened;
}

/** Takes over salts that another gate handed on. Those that this gate holds already change nothing. */
export async function adoptSalts(
	event: SaltedEvent,
	handed: readonly HandedSalt[],
	db: RelaisDatabase = database(),
): Promise<void> {
	const stored = await Promise.all(handed.map((salt) => storedSalt(salt, { event, db })));
	await addSalts(event, stored, { db });
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

type Storing = { readonly event: SaltedEvent; readonly db: RelaisDatabase };

/** The key for use, and the secret under the device's storage key, to be handed on; null on a device without one. */
async function storedSalt({ made, secret }: HandedSalt, { event, db }: Storing): Promise<StoredSalt> {
	const key = await crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
	const [id, device] = await Promise.all([saltIdOf(key), loadUnlocked(db)]);
	const name = sealedAs(event.assignment, id);
	const sealed = device === undefined ? null : await seal(device.storageKey, name, base64url(secret));
	return { id, made, key, sealed, handed: true };
}

const sealedAs = (assignment: string, id: string) => `salt ${id} of ${assignment}`;

/** `onlyFirst`: where there is one already, none is added. */
function addSalts(
	{ assignment, ends }: SaltedEvent,
	added: readonly StoredSalt[],
	{ db, onlyFirst = false }: { readonly db: RelaisDatabase; readonly onlyFirst?: boolean },
): Promise<readonly StoredSalt[]> {
	return db.transaction("rw", db.eventSalts, async () => {
		const known = (await db.eventSalts.get(assignment))?.salts ?? [];
		if (onlyFirst && known.length > 0) return known;
		const ids = new Set(known.map(({ id }) => id));
		const salts = [...known, ...added.filter(({ id }) => !ids.has(id))];
		await db.eventSalts.put({ assignment, ends, salts });
		return salts;
	});
}

/**
 * Passages are recorded under the oldest of the salts that gates can share, the smallest id among equals: two gates that
 * hold the same salts choose the same. Where none can be shared, under the only one there is.
 */
function inUse(salts: readonly StoredSalt[]): readonly [EventSalt, ...EventSalt[]] | undefined {
	const canBeShared = ({ sealed, handed }: StoredSalt) => sealed !== null || handed;
	const [first, ...rest] = [...salts].sort(
		(a, b) => Number(canBeShared(b)) - Number(canBeShared(a)) || a.made - b.made || (a.id < b.id ? -1 : 1),
	);
	return first === undefined ? undefined : [first, ...rest];
}
