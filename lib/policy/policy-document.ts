/**
 * A policy as data (spec §8, design rule 8): who decided what, from when, for which activities. Rules are CertLogic over
 * the DCC projection and over the calendar facts of ./policy-facts. A document is trusted because it came in the signed
 * trust list, is built in, or was named on the command line; here only its form is checked.
 */
import { type CertLogicExpression, isCertLogicExpression } from "certlogic-js";
import { z } from "zod";
import { isZone } from "./zoned-calendar";

const numericDate = z.int().nonnegative();

export const ACTIVITIES = ["venue", "train", "journey"] as const;
const activity = z.enum(ACTIVITIES);
export type PolicyActivity = z.infer<typeof activity>;

const ENTRY_TYPES = ["v", "t", "r"] as const;
const certLogic = z.custom<CertLogicExpression>(isCertLogicExpression, "not a CertLogic expression");

const policyRule = z.object({
	/** Shown with a refusal (spec P-7); unique within the policy. */
	id: z.string().regex(/^[A-Za-z0-9._-]{1,40}$/),
	/** Entries that the rule is about; absent: every payload. */
	certificateTypes: z.array(z.enum(ENTRY_TYPES)).min(1).optional(),
	/** The rule applies only where this holds; absent: always. */
	when: certLogic.optional(),
	/** Must evaluate to something true. */
	logic: certLogic,
	/** What the rule demands, for people. */
	sentence: z.object({ fr: z.string().min(1), en: z.string().min(1) }),
});
export type PolicyRule = z.infer<typeof policyRule>;

/** A case that the authors vouch for; `relais policy check` replays them. */
const policyExample = z.object({
	name: z.string().min(1),
	now: numericDate,
	activity: activity.default("venue"),
	format: z.enum(["relais", "hc1", "shc", "2ddoc"]).default("hc1"),
	payload: z.custom<Readonly<Record<string, unknown>>>((value) => typeof value === "object" && value !== null),
	accepted: z.boolean(),
	/** The rule that accepts or refuses. */
	rule: z.string(),
});

export const policyDocument = z
	.object({
		id: z.string().regex(/^[A-Za-z0-9._-]{1,64}$/),
		/** Who decided it, as shown to people. */
		authority: z.string().min(1).max(200),
		/** In force from the first second of `from` to before `to`. */
		dates: z.object({ from: numericDate, to: numericDate.optional() }),
		/** IANA zone in which days are counted. */
		zone: z.string().refine(isZone, "not a time zone known here"),
		activities: z.array(activity).min(1),
		/** [P-6] Attestations (RP1) are accepted where one of these fits; an empty list accepts none. */
		attestations: z.array(
			z.object({
				kinds: z.array(z.enum(["A", "N", "V", "R"])),
				activities: z.array(activity),
				/** First second at which they are no longer accepted. */
				until: numericDate.optional(),
			}),
		),
		rules: z.array(policyRule).min(1),
		/** Codes that rules look up as `external.valueSets.<name>`. */
		valueSets: z.record(z.string(), z.array(z.string())).optional(),
		/** [TL-4] Age of the trust list in hours beyond which this policy gives no verdict. */
		trustHardStopHours: z.int().positive().optional(),
		examples: z.array(policyExample).optional(),
	})
	.refine(({ rules }) => new Set(rules.map(({ id }) => id)).size === rules.length, "two rules share an id");

export type PolicyDocument = Readonly<z.infer<typeof policyDocument>>;
