import "client-only";
import { z } from "zod";
import { loadDevice } from "../identity/device-store";
import { type TryOutcome, tryUnderLock, tryWait } from "../identity/locked-tries";
import { hashPin, isPin, pinHash } from "../identity/pin";
import { database, type RelaisDatabase } from "../store/database";
import { readFact, writeFact } from "../store/facts";

/**
 * [DP-1] The supervisor's PIN of this device. Four digits resist nobody who can compute, so what protects is the lock
 * (that of code entry, CC-6), counted in running time. A PIN belongs to the enrolment under which it was set: a fresh
 * code from the authority's console ends it, and nothing that staff can do alone does, short of deleting the app's data
 * with all that the device is good for.
 */

const PIN_FACT = "supervisor-pin";
const LOCK_FACT = "supervisor-pin-lock";

const storedPin = pinHash.extend({ enrolment: z.string() });
type StoredPin = z.infer<typeof storedPin>;

/** The enrolment that a PIN belongs to; a device that was never enrolled has one too, without a name. */
async function currentEnrolment(db: RelaisDatabase): Promise<string> {
	return (await loadDevice(db))?.thumbprint ?? "";
}

async function readPin(db: RelaisDatabase): Promise<StoredPin | undefined> {
	const pin = await readFact(PIN_FACT, (value) => storedPin.safeParse(value).data, db);
	return pin?.enrolment === (await currentEnrolment(db)) ? pin : undefined;
}

async function makePin(pin: string, enrolment: string): Promise<StoredPin> {
	return { enrolment, ...(await hashPin(pin)) };
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
export function pinWait(db: RelaisDatabase = database()): Promise<number> {
	return tryWait(LOCK_FACT, db);
}

/** Whether this is the PIN. A wrong one counts; while locked nothing is judged. Without a PIN every one is wrong. */
export function tryPin(pin: string, db: RelaisDatabase = database()): Promise<TryOutcome> {
	const judge = async () => {
		const kept = await readPin(db);
		return kept !== undefined && (await isPin(pin, kept));
	};
	return tryUnderLock(LOCK_FACT, judge, db);
}

/** Another PIN in place of this one. Anything but `right`: it stays as it was. */
export async function changePin(
	{ before, after }: { readonly before: string; readonly after: string },
	db: RelaisDatabase = database(),
): Promise<TryOutcome> {
	const tried = await tryPin(before, db);
	if (tried.outcome === "right") await writeFact(PIN_FACT, await makePin(after, await currentEnrolment(db)), db);
	return tried;
}
