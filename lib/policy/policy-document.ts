/**
 * A policy as data (spec §8, design rule 8): who decided what, from when, for which activities. Rules are CertLogic over
 * the DCC projection and over the calendar facts of ./policy-facts. A document is trusted because it came in the signed
 * trust list, is built in, or was named on the command line; here only its form is checked. Members that this version
 * does not know make it unreadable: they might restrict what it accepts.
 */
import type { CertLogicExpression } from "certlogic-js";
import { z } from "zod";
import { DCC_ENTRIES } from "@/lib/formats/hc1/dcc-payload";
import { ATTESTATION_KINDS } from "@/lib/shared/attestation-kind";
import { COUNTRY_CODE } from "@/lib/shared/country-code";
import { LAST_SECOND } from "@/lib/shared/numeric-date";
import { PASS_FORMATS } from "@/lib/shared/pass-format";
import { expressionProblem, namesOfFacts } from "./certlogic-form";
import { ACTIVITIES } from "./occasion";
import { EXTERNAL_FACTS } from "./policy-facts";
import { isZone } from "./zoned-calendar";

const time = z
	.int("must be whole seconds since 1970, UTC")
	.min(0, "lies before 1970")
	.max(LAST_SECOND, "lies too far off");
const text = (longest: number) => z.string().min(1, "is empty").max(longest, `has more than ${longest} characters`);
const list = <Schema extends z.ZodType>(schema: Schema, most: number) =>
	z.array(schema).max(most, `has more than ${most} entries`);
const oneOrMore = <Schema extends z.ZodType>(schema: Schema, most: number) => list(schema, most).min(1, "is empty");
/** `P-2`, `FR-2021-08-09`: written in verdicts and read out. */
const identifier = (longest: number) =>
	z.string().regex(new RegExp(`^[A-Za-z0-9._-]{1,${longest}}$`), `is no id: up to ${longest} of A–Z a–z 0–9 . _ -`);

const activity = z.enum(ACTIVITIES);

const certLogic = z.unknown().transform((candidate, context) => {
	const problem = expressionProblem(candidate);
	if (problem !== undefined) context.addIssue(problem);
	return candidate as CertLogicExpression;
});

const policyRule = z.strictObject({
	/** Shown with a refusal (spec P-7); unique within the policy. */
	id: identifier(40),
	/** Entries that the rule is about; absent: every payload. */
	certificateTypes: oneOrMore(z.enum(DCC_ENTRIES), DCC_ENTRIES.length).optional(),
	/** The rule applies only where this holds; absent: always. */
	when: certLogic.optional(),
	/** Must evaluate to something true. */
	logic: certLogic,
	/** What the rule demands, for people. */
	sentence: z.strictObject({ fr: text(500), en: text(500) }),
});
export type PolicyRule = z.infer<typeof policyRule>;

const entries = list(z.looseObject({}), 16).optional();

/** A case that the authors vouch for; `relais policy check` replays them. */
const policyExample = z.strictObject({
	name: text(200),
	now: time,
	activity: activity.default("venue"),
	format: z.enum(PASS_FORMATS).default("hc1"),
	payload: z.looseObject({ v: entries, t: entries, r: entries }),
	accepted: z.boolean(),
	/** The rule that accepts or refuses. */
	rule: z.string(),
});

const document = z.strictObject({
	id: identifier(64),
	/** Who decided it, as shown to people. */
	authority: text(200),
	/** In force from the first second of `from` to before `to`. */
	dates: z.strictObject({ from: time, to: time.optional() }),
	/** IANA zone in which days are counted. */
	zone: z.string().refine(isZone, "is no time zone known here, such as Europe/Paris"),
	activities: oneOrMore(activity, ACTIVITIES.length),
	/** With the activity `journey`: the destinations that it speaks for, ISO 3166-1. */
	countries: oneOrMore(
		z.string().regex(COUNTRY_CODE, "is no country code of two capitals, such as DE"),
		250,
	).optional(),
	/** [P-6] Attestations (RP1) are accepted where one of these fits; an empty list accepts none. */
	attestations: list(
		z.strictObject({
			kinds: oneOrMore(z.enum(ATTESTATION_KINDS), ATTESTATION_KINDS.length),
			activities: oneOrMore(activity, ACTIVITIES.length),
			/** First second at which they are no longer accepted. */
			until: time.optional(),
		}),
		50,
	),
	rules: oneOrMore(policyRule, 100),
	/** Codes that rules look up as `external.valueSets.<name>`. */
	valueSets: z.record(z.string().max(100), list(z.string().max(200), 5_000)).optional(),
	/** [TL-4] Age of the trust list in hours beyond which this policy gives no verdict. */
	trustHardStopHours: z.int("must be a whole number of hours").min(1, "is less than one hour").max(87_600).optional(),
	examples: list(policyExample, 200).optional(),
});

export const policyDocument = document.superRefine((policy, context) => {
	for (const [message, path] of contradictions(policy)) context.addIssue({ code: "custom", message, path: [...path] });
});

export type PolicyDocument = Readonly<z.infer<typeof document>>;

/** What each part allows and the whole does not. */
function* contradictions(policy: PolicyDocument): Generator<readonly [string, readonly (string | number)[]]> {
	const { dates, activities, countries, rules, valueSets = {} } = policy;
	if (dates.to !== undefined && dates.to <= dates.from) yield ["is not after dates.from", ["dates", "to"]];
	if (activities.includes("journey") !== (countries !== undefined)) {
		yield ["belongs to the activity journey: give both or neither", ["countries"]];
	}
	if (!rules.some(({ certificateTypes }) => certificateTypes)) {
		yield ["none names certificateTypes, so nothing could be accepted", ["rules"]];
	}
	const ids = new Set<string>();
	for (const [place, { id, logic, when }] of rules.entries()) {
		if (ids.has(id)) yield [`the id ${id} is that of an earlier rule`, ["rules", place, "id"]];
		ids.add(id);
		for (const name of namesOfFacts([logic, when ?? true])) {
			const [fact = "", set] = name.split(".");
			const known = fact === "valueSets" ? set !== undefined && Object.hasOwn(valueSets, set) : isFact(fact);
			if (!known) yield [`uses external.${name.slice(0, 60)}, which is not there`, ["rules", place]];
		}
	}
}

function isFact(name: string): boolean {
	return EXTERNAL_FACTS.some((fact) => fact === name);
}
