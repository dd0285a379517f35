import { z } from "zod";

/** How far one format has come. */
export const formatProgress = z.object({
	/** All inputs below it are done. */
	next: z.int(),
	/** Milliseconds of the slowest verdict. */
	slowest: z.number(),
	outcomes: z.record(z.string(), z.int()),
	findings: z.array(z.object({ index: z.int(), finding: z.string(), outcome: z.string() })),
});
export type FormatProgress = z.infer<typeof formatProgress>;

export const NO_PROGRESS: FormatProgress = { next: 0, slowest: 0, outcomes: {}, findings: [] };
