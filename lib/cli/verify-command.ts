/** `relais verify` (spec §7): JSON lines of texts to JSON lines of verdicts. */
import { existsSync } from "node:fs";
import type { Arrival, Occasion } from "@/lib/policy/occasion";
import type { PolicyDocument } from "@/lib/policy/policy-document";
import { hasPolicy } from "@/lib/policy/select-policy";
import { parseCivilDay } from "@/lib/shared/civil-day";
import { COUNTRY_CODE } from "@/lib/shared/country-code";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { type VerifierBundle, verifierBundle } from "@/lib/trust/bundle";
import { openTrust } from "@/lib/trust/open-trust";
import type { Trust } from "@/lib/trust/trust";
import { detectFormat } from "@/lib/verify/detect-format";
import { refuse } from "@/lib/verify/refuse";
import type { Verdict, VerdictReason } from "@/lib/verify/verdict";
import { type PolicyChoice, resolvePolicy } from "@/lib/verify/verifier-policy";
import { verifyPass } from "@/lib/verify/verify-pass";
import type { Io } from "./io";
import { answerLines, type JsonLine, openInput } from "./json-lines";
import { parseOptions } from "./options";
import { givenPath, readJsonFile } from "./read-files";
import { readPolicyFile } from "./read-policy-file";
import { lineTime, readTime, readTimeOption } from "./read-time";
import { UsageError } from "./usage-error";

export const VERIFY_HELP = `relais verify --bundle FILE [--policy ID|FILE|none] [--activity venue|train | --journey COUNTRY [--on DATE]]
              [--at ISO-8601|NumericDate] [--reveal] [INPUT]
  JSON lines {"id","text","at"?} from INPUT or standard input; one verdict a line on standard output.
  --policy    default: the policy in force of the bundle's list, else the built-in FR-2021-08-09
  --journey   judges by the rules of that destination (DE), as they will be on arrival
  --on        the arrival: a day of the destination, or ISO-8601|NumericDate; default: the time to judge at
  --at        the time to judge at; default: now. A line's own "at" counts first.
  --reveal    adds what the pass says about its holder`;

type Settings = {
	readonly trust: Trust;
	readonly policy: PolicyChoice;
	readonly occasion: Occasion;
	readonly at: NumericDate;
	readonly reveal: boolean;
};

export async function verifyCommand(args: readonly string[], io: Io): Promise<number> {
	const { values, positionals } = parseOptions(args, {
		options: {
			bundle: { type: "string" },
			policy: { type: "string" },
			activity: { type: "string" },
			journey: { type: "string" },
			on: { type: "string" },
			at: { type: "string" },
			reveal: { type: "boolean" },
		},
		positionals: 1,
	});
	if (values.bundle === undefined) throw new UsageError("verify: --bundle FILE is needed");
	const trust = await openBundle(values.bundle);
	const settings: Settings = {
		trust,
		policy: choosePolicy(values.policy, trust),
		occasion: readOccasion(values),
		at: readTimeOption(values.at, "--at"),
		reveal: values.reveal ?? false,
	};
	await answerLines(openInput(positionals[0], io), io.stdout, (line) => verdictLine(line, settings));
	return 0;
}

async function openBundle(path: string): Promise<Trust> {
	const bundle = verifierBundle.safeParse(readJsonFile(path, "--bundle"));
	if (!bundle.success) throw new UsageError(`--bundle: ${path} is no verifier bundle`);
	const data: VerifierBundle = bundle.data;
	const trust = await openTrust(data, { subtle: crypto.subtle });
	if (!trust.ok) throw new UsageError(`--bundle: ${path} cannot be used (${trust.error.code})`);
	return trust.value;
}

function choosePolicy(choice: string | undefined, trust: Trust): PolicyChoice {
	if (choice === undefined || choice === "default" || choice === "none") return choice ?? "default";
	if (hasPolicy(trust.list?.policies ?? [], choice)) return choice;
	if (!existsSync(givenPath(choice)))
		throw new UsageError(`--policy: neither a file nor a policy of the bundle: ${choice}`);
	return readPolicyFile(choice, "--policy");
}

type OccasionOptions = {
	readonly activity?: string | undefined;
	readonly journey?: string | undefined;
	readonly on?: string | undefined;
};

function readOccasion({ activity, journey, on }: OccasionOptions): Occasion {
	if (journey === undefined) {
		if (on !== undefined) throw new UsageError("--on: is the arrival of a --journey");
		if (activity === undefined || activity === "venue") return { activity: "venue" };
		if (activity === "train") return { activity };
		throw new UsageError("--activity: venue or train; a journey is --journey COUNTRY");
	}
	if (activity !== undefined) throw new UsageError("--journey: is an activity of its own; leave out --activity");
	const destination = journey.toUpperCase();
	if (!COUNTRY_CODE.test(destination)) throw new UsageError(`--journey: no country code such as DE: ${journey}`);
	return { activity: "journey", destination, arrival: on === undefined ? undefined : readArrival(on) };
}

function readArrival(text: string): Arrival {
	const day = parseCivilDay(text);
	if (day !== undefined) return { day };
	const at = readTime(text);
	if (at === undefined) throw new UsageError(`--on: neither a date, ISO 8601 nor NumericDate: ${text}`);
	return { at };
}

async function verdictLine(line: JsonLine, settings: Settings) {
	const { trust, occasion, reveal } = settings;
	const { text } = line;
	if (!isText(text)) return shortVerdict("unknown", "format_unknown");
	const format = detectFormat(typeof text === "string" ? text : (text[0] ?? ""));
	const read = lineTime(line, settings.at);
	// A time that cannot be read: nothing can be said, least of all that the pass is bad.
	if (read === undefined && format !== undefined) return shortVerdict(format, "clock_implausible");

	const now = read ?? settings.at;
	const verdict = await verifyPass(text, trust, { now, policy: settings.policy, occasion });
	const policy = resolvePolicy(settings.policy, trust.list?.policies ?? [], { now, occasion });
	const rule = ruleOf(verdict);
	return {
		format: verdict.format,
		outcome: verdict.outcome,
		reason: verdict.reason,
		...(verdict.reason === "policy_refused" && rule !== undefined ? { rule } : {}),
		warnings: verdict.warnings,
		...(policy.outcome === "found" && rule !== undefined ? { policy: policyLine(policy.document, rule) } : {}),
		...(reveal && "pass" in verdict && verdict.pass ? { pass: verdict.pass } : {}),
	};
}

function isText(text: unknown): text is string | readonly string[] {
	return typeof text === "string" || (Array.isArray(text) && text.every((part) => typeof part === "string"));
}

function shortVerdict(format: Verdict["format"], code: VerdictReason) {
	const { outcome, reason, warnings } = refuse(format, code);
	return { format, outcome, reason, warnings };
}

/** The rule that decided, where a policy did. */
function ruleOf(verdict: Verdict): string | undefined {
	if (verdict.outcome === "accepted") return verdict.policy?.rule;
	return verdict.outcome === "rejected" ? verdict.rule : undefined;
}

/** [P-7] Who decided, since when, all that is asked, and the rule that applied. */
function policyLine({ id, authority, dates, rules }: PolicyDocument, rule: string) {
	return { id, authority, dates, rules: rules.map((each) => each.id), rule };
}
