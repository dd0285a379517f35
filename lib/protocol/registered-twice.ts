import { z } from "zod";
import { DAY } from "@/lib/shared/numeric-date";
import { count, numericDate } from "./fields";

/** The longest period that is looked at, seconds: a month with the hour that autumn adds. */
const LONGEST = 32 * DAY;

/** `POST /api/registered-twice`: the pharmacy's acts of a period, by sample or injection time, that were registered twice (spec EN-17). */
export const registeredTwiceQuestion = z
	.object({
		from: numericDate,
		/** The first moment after. */
		to: numericDate,
	})
	.refine(({ from, to }) => from < to && to - from <= LONGEST, { error: "a period of at most 32 days" });
export type RegisteredTwiceQuestion = z.infer<typeof registeredTwiceQuestion>;

const actTwice = z.object({
	/** When the sample was taken or the injection given. */
	at: numericDate,
	/** Of the attestations that stand, in the order in which they were registered. */
	indices: z.array(count),
	/** Positive results of the same sample, which have no index. */
	positives: count,
});
export type ActTwice = z.infer<typeof actTwice>;

/** The oldest first; at most fifty. */
export const registeredTwiceAnswer = z.object({ acts: z.array(actTwice) });
export type RegisteredTwiceAnswer = z.infer<typeof registeredTwiceAnswer>;
