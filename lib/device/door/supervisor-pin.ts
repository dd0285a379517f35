import "client-only";
import { z } from "zod";
import { lockedFor } from "@/lib/checkcode/entry-lock";
import { base64url, fromBase64url, utf8 } from "@/lib/shared/bytes";
import { loadDevice } from "../identity/device-store";
import { database, type RelaisDatabase } from "../store/database";
import { readFact, writeFact } from "../store/facts";
import { readEntryLock, underEntryLock } from "./entry-lock-store";
import { runningTime } from "./running-time";

/**
 * [DP-1] The supervisor's PIN of this device. What is kept is its PBKDF2 under a salt of its own, never the digits: four
 * digits resist nobody who can compute, so what protects is the lock (that of code entry, CC-6), counted in running time.
 * A PIN belongs to the enrolment under which it was set: a fresh code from the authority's console ends it, and nothing
 * that staff can do alone does, short of deleting the app's data with all that the device is good for.
 */

/** Four to eight digits. */
export const PIN_FORM = /^[0-9]{4,8}$/;

/** OWASP's figure for PBKDF2 with SHA-256: about half a second on a telephone. */
const ROUNDS = 600_000;
const PIN_FACT = "supervisor-pin";
const LOCK_FACT = "supervisor-pin-lock";

const storedPin = z.object({ enrolment: z.string(), salt: z.string(), rounds: z.int().positive(), hash: z.string() });
type StoredPin = z.infer<typeof storedPin>;

export type PinOutcome =
	| { readonly outcome: "right" | "wrong" }
	/** `seconds`: until the next try, of running time. */
	| { readonly outcome: "locked"; readonly seconds: number };

/** The enrolment that a PIN belongs to; a device that was never enrolled has one too, without a name. */
async function currentEnrolment(db: RelaisDatabase): Promise<string> {
	return (await loadDevice(db))?.thumbprint ?? "";
}

async function readPin(db: RelaisDatabase): Promise<StoredPin | undefined> {
	const pin = await readFact(PIN_FACT, (value) => storedPin.safeParse(value).data, db);
	return pin?.enrolment === (await currentEnrolment(db)) ? pin : undefined;
}

async function hashOf(pin: string, salt: Uint8Array<ArrayBuffer>, rounds: number): Promise<string> {
	const key = await crypto.subtle.importKey("raw", utf8(pin), "PBKDF2", false, ["deriveBits"]);
	const bits = await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, key, 256);
	return base64url(new Uint8Array(bits));
}

async function makePin(pin: string, enrolment: string): Promise<StoredPin> {
	if (!PIN_FORM.test(pin)) throw new RangeError("a PIN has four to eight digits");
	const salt = crypto.getRandomValues(new Uint8Array(16));
	return { enrolment, salt: base64url(salt), rounds: ROUNDS, hash: await hashOf(pin, salt, ROUNDS) };
}

export async function hasPin(db: RelaisDatabase = database()): Promise<boolean> {
	return (await readPin(db)) !== undefined;
}

/** Sets the first PIN of this enrolment. False: there is one already, and it stays. */
export async function setFirstPin(pin: string, db: RelaisDatabase = database()): Promise<boolean> {
	const made = await makePin(pin, await currentEnrolment(db));
	return db.transaction("rw", db.facts, db.device, async () => {
		if (await hasPin(db)) return false;
		await writeFact(PIN_FACT, made, db);
		return true;
	});
}

/** Seconds until a PIN may be tried, 0 when it may be now. */
export async function pinWait(db: RelaisDatabase = database()): Promise<number> {
	const lock = await readEntryLock({ name: LOCK_FACT, db });
	return lockedFor(lock, Math.floor(await runningTime(db)));
}

/** Whether this is the PIN. A wrong one counts; while locked nothing is judged. Without a PIN every one is wrong. */
export async function tryPin(pin: string, db: RelaisDatabase = database()): Promise<PinOutcome> {
	const wait = await pinWait(db);
	if (wait > 0) return { outcome: "locked", seconds: wait };
	const kept = await readPin(db);
	const salt = kept && fromBase64url(kept.salt);
	const right = kept !== undefined && salt !== undefined && (await hashOf(pin, salt, kept.rounds)) === kept.hash;
	const now = Math.floor(await runningTime(db));
	const judged = await underEntryLock(() => ({ outcome: right ? "accepted" : "rejected" }) as const, {
		name: LOCK_FACT,
		now,
		db,
	});
	if (judged.outcome === "locked") return { outcome: "locked", seconds: judged.until - now };
	return { outcome: judged.outcome === "accepted" ? "right" : "wrong" };
}

/** Another PIN in place of this one. Anything but `right`: it stays as it was. */
export async function changePin(
	{ before, after }: { readonly before: string; readonly after: string },
	db: RelaisDatabase = database(),
): Promise<PinOutcome> {
	const tried = await tryPin(before, db);
	if (tried.outcome === "right") await writeFact(PIN_FACT, await makePin(after, await currentEnrolment(db)), db);
	return tried;
}
