import "client-only";
import { z } from "zod";
import { SUFFIXES } from "@/lib/scan/calibration";
import { READINGS } from "@/lib/scan/wedge-run";
import { database, type RelaisDatabase } from "../store/database";
import { readFact, writeFact } from "../store/facts";

const scannerCheck = z.object({
	/** How its keys are read. */
	reading: z.enum(READINGS),
	/** Every test code arrived as it is printed. */
	sound: z.boolean(),
	suffix: z.enum(SUFFIXES),
	/** Milliseconds between two characters, in the middle. */
	gap: z.number(),
	/** Milliseconds of the longest pause inside a code. */
	pause: z.number(),
	/** NumericDate. */
	at: z.int(),
});
/** What the calibration sheet found of the hand scanner of this device; of no code and no person. */
export type ScannerCheck = z.infer<typeof scannerCheck>;

const SCANNER_FACT = "hand scanner";

/** Undefined: the sheet was never scanned on this device. */
export async function readScannerCheck(db: RelaisDatabase = database()): Promise<ScannerCheck | undefined> {
	return await readFact(SCANNER_FACT, (value) => scannerCheck.safeParse(value).data, db);
}

export async function keepScannerCheck(check: ScannerCheck, db: RelaisDatabase = database()): Promise<void> {
	await writeFact(SCANNER_FACT, scannerCheck.parse(check), db);
}

/** Another scanner is plugged in. */
export async function forgetScannerCheck(db: RelaisDatabase = database()): Promise<void> {
	await db.facts.delete(SCANNER_FACT);
}
