import { z } from "zod";
import { b64u128 } from "./fields";

/** `POST /api/passes/open`: the holder's link token and birth date. */
export const openPassRequest = z.strictObject({
	/** The part of the link before the dot. */
	token: b64u128,
	/** `YYYY-MM-DD`, `YYYY-MM` or `YYYY`, as registered. */
	birth: z.string().regex(/^\d{4}-\d{2}-\d{2}$|^\d{4}(-\d{2})?$/),
});

export const openPassAnswer = z.discriminatedUnion("state", [
	/** Also the answer for a token that never existed: the two cannot be told apart. */
	z.strictObject({ state: z.literal("not_registered") }),
	z.strictObject({ state: z.literal("ready"), hc1: z.string(), registeredAt: z.int() }),
	/** The record was refused or revoked: what the holder should do is in the catalogue. */
	z.strictObject({ state: z.literal("withdrawn") }),
	/** After five wrong dates the link locks. */
	z.strictObject({ state: z.literal("wrong_birth"), triesLeft: z.int() }),
	z.strictObject({ state: z.literal("locked"), until: z.int() }),
]);
export type OpenPassAnswer = z.infer<typeof openPassAnswer>;
