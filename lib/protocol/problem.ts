import { z } from "zod";

/** Every error answer of the API: a stable code (docs/error-codes.md) and nothing about a person. */
export const problem = z.strictObject({
	error: z.strictObject({
		code: z.string(),
		/** For people reading logs or a terminal; screens use the catalogue by code. */
		message: z.string(),
		field: z.string().optional(),
	}),
});
export type Problem = z.infer<typeof problem>;
