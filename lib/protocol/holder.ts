import { z } from "zod";
import { b64u128 } from "./fields";
import { CORRECTION_REASONS } from "./revocations";
import { STRIP_NUMBER } from "./strip-number";

/** Why there is no pass behind a link. `refused`: the portal did not take the record. `other`: not said to the holder. */
const WITHDRAWAL_REASONS = [...CORRECTION_REASONS, "refused", "other"] as const;
export type WithdrawalReason = (typeof WITHDRAWAL_REASONS)[number];

/** `POST /api/passes/open`: the token of a holder link, and one of the two answers. */
export const openPassRequest = z
	.object({
		/** The 22 characters of the link. */
		token: b64u128,
		/** For the link of a sheet with a strip number: its seven digits. */
		stripNumber: z.string().regex(STRIP_NUMBER).optional(),
		/** For every other link: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`, as registered. */
		birth: z
			.string()
			.regex(/^\d{4}-\d{2}-\d{2}$|^\d{4}(-\d{2})?$/)
			.optional(),
	})
	.refine(({ stripNumber, birth }) => (stripNumber === undefined) !== (birth === undefined));
export type OpenPassRequest = z.infer<typeof openPassRequest>;

export const openPassAnswer = z.discriminatedUnion("state", [
	/** Also the answer for a token that never existed: the two cannot be told apart. */
	z.object({ state: z.literal("not_registered") }),
	z.object({
		state: z.literal("ready"),
		hc1: z.string(),
		registeredAt: z.int(),
		/** The pass of the record that replaced the link's own, and why it was replaced. */
		replaces: z.enum(CORRECTION_REASONS).optional(),
	}),
	/** Another paper has its number (spec OL-7): still accepted, and the pharmacy owes the person another sheet. */
	z.object({ state: z.literal("number_shared") }),
	/** The record was refused or revoked: what the holder should do is in the catalogue. */
	z.object({
		state: z.literal("withdrawn"),
		reason: z.enum(WITHDRAWAL_REASONS),
		/** Nobody took it back: its record is no longer kept (spec RT-3). Beside `other`, which earlier pages know. */
		forgotten: z.literal(true).optional(),
	}),
	/** A birth date that is not the holder's, or for a link that wants the strip number. Five wrong answers lock the link. */
	z.object({ state: z.literal("wrong_birth"), triesLeft: z.int() }),
	/** The same for a strip number. */
	z.object({ state: z.literal("wrong_number"), triesLeft: z.int() }),
	z.object({ state: z.literal("locked"), until: z.int() }),
]);
export type OpenPassAnswer = z.infer<typeof openPassAnswer>;
