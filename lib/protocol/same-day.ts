import { z } from "zod";
import { PAPER_NAME_LIMIT } from "@/lib/shared/name-limits";
import { plainText } from "./fields";

/** Antigen test, another test, vaccination: letters of the attestation's `k`, a recovery counting as its test. */
const SAME_DAY_ACTS = ["A", "N", "V"] as const;
export type SameDayAct = (typeof SAME_DAY_ACTS)[number];

/**
 * `POST /api/same-day`: whether this pharmacy registered the same act with the same person on that day (spec EN-16), from
 * whichever of its workstations. The names as they stand on the sheet.
 */
export const sameDayQuestion = z.object({
	family: plainText.min(1).max(PAPER_NAME_LIMIT),
	given: plainText.max(PAPER_NAME_LIMIT),
	birth: z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/),
	act: z.enum(SAME_DAY_ACTS),
	/** Where the pharmacy is. */
	day: z.iso.date(),
});
export type SameDayQuestion = z.infer<typeof sameDayQuestion>;

/** `at`: when that sample was taken or that injection given; null for none that stands. */
export const sameDayAnswer = z.object({ at: z.int().nullable() });
