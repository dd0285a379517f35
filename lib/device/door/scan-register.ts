import "client-only";
import { z } from "zod";
import { base64url } from "@/lib/shared/bytes";
import { DAY, MINUTE, type NumericDate } from "@/lib/shared/numeric-date";
import { loadUnlocked } from "../identity/device-store";
import { database, type RelaisDatabase } from "../store/database";
import { readFact, writeFact } from "../store/facts";
import type { ShiftRow, StaffRow } from "../store/rows";
import { seal, unseal } from "../store/seal";
import type { Badge } from "./badge";

/**
 * [DP-6] Who may check passes here, since when, and who did, from when to when, as French law asks of a venue (decree
 * 2021-699, article 2-3, as changed by 2021-1059). Names are sealed under the device's storage key; nothing of this is
 * ever sent. A device that was never enrolled keeps no register.
 */

/** A year, as long as a breach can be prosecuted. */
const KEPT_FOR = 365 * DAY;
/** The app was away for longer: that shift ended with its last check. */
const PAUSE = 30 * MINUTE;
const ON_DUTY_FACT = "on-duty";

export type Staff = Badge & {
	readonly authorisedAt: NumericDate;
	/** Null while authorised. */
	readonly withdrawnAt: NumericDate | null;
};

export type Shift = Omit<ShiftRow, "staff" | "seen" | "to"> & {
	/** Empty where nobody said who they are. */
	readonly name: string;
	/** Null while it goes on. */
	readonly to: NumericDate | null;
};

type At = { readonly now: NumericDate; readonly db?: RelaisDatabase };
type Post = { readonly place: string; readonly gate: string };

const staffId = (value: unknown) => z.string().safeParse(value).data;

/** Authorises somebody. `badge`: one that another device printed; without it a new one is made for this name. */
export async function authorise(
	{ name, id = base64url(crypto.getRandomValues(new Uint8Array(16))) }: { readonly name: string; readonly id?: string },
	{ now, db = database() }: At,
): Promise<Badge> {
	const device = await loadUnlocked(db);
	if (device === undefined) throw new Error("a device that was never enrolled keeps no register");
	const sealed = await seal(device.storageKey, `staff:${id}`, name);
	await db.staff.put({ id, sealed, authorisedAt: now, withdrawnAt: null });
	return { id, name };
}

/** They are no longer authorised; what they did stays in the register. */
export async function withdraw(id: string, { now, db = database() }: At): Promise<void> {
	await db.staff.update(id, { withdrawnAt: now });
	if ((await onDuty(db)) === id) await takeDuty("", { now, db });
}

export async function loadStaff(db: RelaisDatabase = database()): Promise<readonly Staff[]> {
	const [device, rows] = [await loadUnlocked(db), await db.staff.toArray()];
	const staff = await Promise.all(rows.map((row) => openStaff(row, device?.storageKey)));
	return staff.sort((a, b) => a.name.localeCompare(b.name));
}

async function openStaff({ id, sealed, ...row }: StaffRow, key: CryptoKey | undefined): Promise<Staff> {
	const name = key && (await unseal(key, `staff:${id}`, sealed));
	return { ...row, id, name: typeof name === "string" ? name : "" };
}

/** Id of who checks passes on this device now; empty for nobody in particular. */
export async function onDuty(db: RelaisDatabase = database()): Promise<string> {
	return (await readFact(ON_DUTY_FACT, staffId, db)) ?? "";
}

/** Somebody else takes over: the shift under way ends, theirs begins at the same post. */
export async function takeDuty(id: string, { now, db = database() }: At): Promise<void> {
	await db.transaction("rw", db.facts, db.shifts, async () => {
		if ((await onDuty(db)) === id) return;
		await writeFact(ON_DUTY_FACT, id, db);
		const current = await openShift(db);
		if (current === undefined) return;
		await db.shifts.update(current.id, { to: now });
		await beginShift(current, { staff: id, now, db });
	});
}

/** The door opens at a post, or again after a restart. */
export async function openPost(post: Post, { now, db = database() }: At): Promise<void> {
	await db.transaction("rw", db.facts, db.shifts, async () => {
		const current = await openShift(db);
		if (current !== undefined) {
			const same = current.place === post.place && current.gate === post.gate;
			if (same && now - current.seen <= PAUSE) return;
			await db.shifts.update(current.id, { to: current.seen });
		}
		await beginShift(post, { staff: await onDuty(db), now, db });
	});
}

/** The post is left: whoever was on duty is not any more. */
export async function closePost({ now, db = database() }: At): Promise<void> {
	await db.transaction("rw", db.facts, db.shifts, async () => {
		const current = await openShift(db);
		if (current !== undefined) await db.shifts.update(current.id, { to: now });
		await writeFact(ON_DUTY_FACT, "", db);
	});
}

/** A pass was checked: so late was somebody at work. */
export async function noteCheck({ now, db = database() }: At): Promise<void> {
	await db.transaction("rw", db.shifts, async () => {
		const current = await openShift(db);
		if (current !== undefined && now > current.seen) await db.shifts.update(current.id, { seen: now });
	});
}

async function beginShift(
	{ place, gate }: Post,
	{ staff, now, db }: { readonly staff: string; readonly now: NumericDate; readonly db: RelaisDatabase },
): Promise<void> {
	await db.shifts.add({ id: crypto.randomUUID(), staff, place, gate, from: now, seen: now, to: null });
}

async function openShift(db: RelaisDatabase): Promise<ShiftRow | undefined> {
	return db.shifts
		.orderBy("from")
		.reverse()
		.filter(({ to }) => to === null)
		.first();
}

/** All of it, the newest shift first. */
export async function loadShifts(db: RelaisDatabase = database()): Promise<readonly Shift[]> {
	const names = new Map((await loadStaff(db)).map(({ id, name }) => [id, name]));
	const rows = await db.shifts.orderBy("from").reverse().toArray();
	return rows.map(({ staff, seen: _, ...row }) => ({ ...row, name: names.get(staff) ?? "" }));
}

/** Shifts that are over for a year, and who was authorised for none since. */
export async function forgetOldShifts({ now, db = database() }: At): Promise<void> {
	const limit = now - KEPT_FOR;
	await db.transaction("rw", db.shifts, db.staff, async () => {
		await db.shifts
			.where("from")
			.below(limit)
			.and(({ to, seen }) => (to ?? seen) < limit)
			.delete();
		await db.staff.filter(({ withdrawnAt }) => withdrawnAt !== null && withdrawnAt < limit).delete();
	});
}
