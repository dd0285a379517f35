/**
 * Papers that bear one index, because two copies of a device both gave it away (spec OL-5). A counter is told of those of
 * its own pharmacy only, so that it can name both people and give each another sheet.
 */
import { z } from "zod";
import { ATTESTATION_KINDS } from "@/lib/shared/attestation-kind";
import { LOCALES } from "@/lib/shared/locale";
import { count, numericDate } from "./fields";
import { recordInput } from "./records";

/** `POST /api/shared-papers`. */
export const sharedPapersRequest = z.object({});

/**
 * `needs`: the person has to be given another sheet. `replaced`: has one. `withdrawn`: the paper was taken back.
 * `expired`: it ended by itself, and none can be made of its sample any more.
 */
const SHARED_PAPER_STATES = ["needs", "replaced", "withdrawn", "expired"] as const;

const sharedPaper = z.object({
	/** Key of its record: what a record that replaces it names as `corrects`. */
	key: z.string(),
	state: z.enum(SHARED_PAPER_STATES),
	identity: recordInput.shape.identity.omit({ nir: true }).strip(),
	/** Claims of the attestation, by their names there (spec §2). */
	signed: z.object({
		k: z.enum(ATTESTATION_KINDS),
		t: numericDate,
		exp: numericDate,
		p: z.string().optional(),
		d: z.tuple([z.int(), z.int()]).optional(),
	}),
	locale: z.enum(LOCALES),
});
export type SharedPaper = z.infer<typeof sharedPaper>;

const sharedIndex = z.object({
	/** `jti` of the delegation. */
	delegation: z.string(),
	index: count,
	/** When the portal noticed it. */
	seenAt: numericDate,
	/** Two or more, first come first. */
	papers: z.array(sharedPaper),
});
export type SharedIndex = z.infer<typeof sharedIndex>;

/** Those of which somebody still needs a sheet, oldest first; at most fifty. */
export const sharedPapersAnswer = z.object({ shared: z.array(sharedIndex) });
export type SharedPapersAnswer = z.infer<typeof sharedPapersAnswer>;
