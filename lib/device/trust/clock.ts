import "client-only";
import { z } from "zod";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { type Moment, type RunClock, runClock } from "@/lib/shared/run-clock";
import type { ValueStore } from "@/lib/shared/value-store";
import {
	afterConfirmation,
	afterReading,
	afterServerTime,
	bestTime,
	type ClockMemory,
	type ClockReading,
	type Contact,
	clockReading,
	NO_CLOCK_MEMORY,
	settledTime,
} from "@/lib/trust/device-clock";
import { database, type RelaisDatabase } from "../store/database";
import { factStore } from "../store/facts";

/** The clock of this device: the browser's two clocks, and in the database what lib/trust/device-clock.ts remembers. */
const clockMemory = z.object({
	own: z.number(),
	confirmed: z.number().nullable().default(null),
	offset: z.number().nullable(),
});
const parseClock = (value: unknown): ClockMemory | undefined => clockMemory.safeParse(value).data;

export function clockStore(db: RelaisDatabase = database()): ValueStore<ClockMemory> {
	return factStore("clock", parseClock, db);
}

/** The device's clock now, whole seconds. */
export function deviceNow(): NumericDate {
	return Math.floor(Date.now() / 1000);
}

const moment = (): Moment => ({ wall: Date.now() / 1000, monotonic: performance.now() / 1000 });

/** Of this page: `performance.now()` begins anew with the next one. */
let contact: Contact | undefined;
let started: Moment | undefined;

/** What the clock would show had nobody set it since this page first looked. */
function runNow(): NumericDate {
	started ??= moment();
	return Math.floor(started.wall + performance.now() / 1000 - started.monotonic);
}

let clockOfRun: RunClock | undefined;

/** How long ago something was that this page heard. */
export function runClockHere(): RunClock {
	clockOfRun ??= runClock(crypto.randomUUID(), moment);
	return clockOfRun;
}

/** What attestations are signed with (`bestTime`). */
export function bestNow(): NumericDate {
	return bestTime(moment(), contact);
}

/** What the clock had shown at most when this page began. */
let ownBefore: NumericDate | undefined;

/** The time by which something may end for good (`settledTime`). */
export async function settledNow(db: RelaisDatabase = database()): Promise<NumericDate> {
	const run = runNow();
	ownBefore ??= (await clockStore(db).read())?.own ?? 0;
	const ranFor = performance.now() / 1000 - (started?.monotonic ?? 0);
	return settledTime({ now: deviceNow(), run, ownBefore, ranFor });
}

/** Reads the clock and remembers the reading. */
export async function readClock(db: RelaisDatabase = database()): Promise<ClockReading> {
	const now = deviceNow();
	const stored = await clockStore(db).read();
	const memory = stored ?? NO_CLOCK_MEMORY;
	ownBefore ??= memory.own;
	// Most readings have nothing to remember: they need no transaction that writes.
	if (afterReading(memory, now) !== memory) {
		await clockStore(db).change((before = NO_CLOCK_MEMORY) => afterReading(before, now));
	}
	return clockReading(memory, now, runNow());
}

/** Reads the clock without remembering the reading: for screens that follow the database. */
export async function peekClock(db: RelaisDatabase = database()): Promise<ClockReading> {
	return clockReading((await clockStore(db).read()) ?? NO_CLOCK_MEMORY, deviceNow(), runNow());
}

/** The portal's own time, just received. */
export async function witnessServerTime(time: NumericDate, db: RelaisDatabase = database()): Promise<void> {
	const now = deviceNow();
	contact = { offset: time - now, ...moment() };
	await clockStore(db).change((before = NO_CLOCK_MEMORY) => afterServerTime(before, { time, now }));
}

/** A supervisor looked at the clock, which had been set back, and found it right (TL-4). */
export async function confirmClock(db: RelaisDatabase = database()): Promise<void> {
	await clockStore(db).change((before = NO_CLOCK_MEMORY) => afterConfirmation(before));
}

/** A new enrolment begins anew: what the clock once showed is no witness any more. */
export async function forgetClock(db: RelaisDatabase = database()): Promise<void> {
	await clockStore(db).change(() => NO_CLOCK_MEMORY);
}
