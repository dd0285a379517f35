/** `relais verify` (spec §7): JSON lines of texts to JSON lines of verdicts. */
import { existsSync } from "node:fs";
import { ACTIVITIES, type PolicyActivity, type PolicyDocument } from "@/lib/policy/policy-document";
import { findPolicy, parsePolicy, selectPolicy } from "@/lib/policy/select-policy";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { type VerifierBundle, verifierBundle } from "@/lib/trust/bundle";
import { openTrust } from "@/lib/trust/open-trust";
import type { Trust } from "@/lib/trust/trust";
import type { Verdict } from "@/lib/verify/verdict";
import { verifyPass } from "@/lib/verify/verify-pass";
import type { Io } from "./io";
import { answerLines, type JsonLine, openInput } from "./json-lines";
import { parseOptions } from "./options";
import { givenPath, readJsonFile } from "./read-files";
import { readTime, readTimeOption } from "./read-time";
import { UsageError } from "./usage-error";

export const VERIFY_HELP = `relais verify --bundle FILE [--policy ID|FILE|none] [--activity venue|train|journey]
              [--at ISO-8601|NumericDate] [--reveal] [INPUT]
  JSON lines {"id","text","at"?} from INPUT or standard input; one verdict a line on standard output.
  --policy    default: the policy in force of the bundle's list, else the built-in FR-2021-08-09
  --at        the time to judge at; default: now. A line's own "at" counts first.
  --reveal    adds what the pass says about its holder`;

type Policy = "none" | PolicyDocument | undefined;

type Settings = {
	readonly trust: Trust;
	/** Undefined: the one in force at the line's time. */
	readonly policy: Policy;
	readonly activity: PolicyActivity;
	readonly at: NumericDate;
	readonly reveal: boolean;
};

export async function verifyCommand(args: readonly string[], io: Io): Promise<number> {
	const { values, positionals } = parseOptions(args, {
		options: {
			bundle: { type: "string" },
			policy: { type: "string" },
			activity: { type: "string" },
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
		activity: readActivity(values.activity),
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

function choosePolicy(choice: string | undefined, trust: Trust): Policy {
	if (choice === undefined || choice === "default") return undefined;
	if (choice === "none") return "none";
	const listed = findPolicy(trust.list?.policies ?? [], choice);
	if (listed) return listed;
	if (!existsSync(givenPath(choice)))
		throw new UsageError(`--policy: neither a file nor a policy of the bundle: ${choice}`);
	const document = parsePolicy(readJsonFile(choice, "--policy"));
	if (!document) throw new UsageError(`--policy: ${choice} is no policy (try: relais policy check ${choice})`);
	return document;
}

function readActivity(value = "venue"): PolicyActivity {
	const activity = ACTIVITIES.find((candidate) => candidate === value);
	if (!activity) throw new UsageError(`--activity: one of ${ACTIVITIES.join(", ")}`);
	return activity;
}

async function verdictLine(line: JsonLine, settings: Settings) {
	const { trust, activity, reveal } = settings;
	const { id = null, text, at } = line ?? {};
	const now = at === undefined || at === null ? settings.at : readTime(at);
	if (!isText(text)) return { id, ...unknownFormat("rejected", "format_unknown") };
	// A time that cannot be read: nothing can be said, least of all that the pass is bad.
	if (now === undefined) return { id, ...unknownFormat("indeterminate", "clock_implausible") };

	const policy = settings.policy ?? selectPolicy(trust.list?.policies ?? [], { now, activity });
	const verdict = await verifyPass(text, trust, { now, policy, activity });
	const rule = ruleOf(verdict);
	return {
		id,
		format: verdict.format,
		outcome: verdict.outcome,
		reason: verdict.reason,
		...(verdict.reason === "policy_refused" && rule !== undefined ? { rule } : {}),
		warnings: verdict.warnings,
		...(policy !== "none" && rule !== undefined ? { policy: policyLine(policy, rule) } : {}),
		...(reveal && "pass" in verdict && verdict.pass ? { pass: verdict.pass } : {}),
	};
}

function isText(text: unknown): text is string | readonly string[] {
	return typeof text === "string" || (Array.isArray(text) && text.every((part) => typeof part === "string"));
}

function unknownFormat(outcome: Verdict["outcome"], reason: NonNullable<Verdict["reason"]>) {
	return { format: "unknown", outcome, reason, warnings: [] };
}

/** The rule that decided, where a policy did. */
function ruleOf(verdict: Verdict): string | undefined {
	if (verdict.outcome === "accepted") return verdict.policy?.rule;
	return verdict.outcome === "rejected" ? verdict.rule : undefined;
}

/** [P-7] Who decided, since when, and the rule that applied. */
function policyLine({ id, authority, dates }: PolicyDocument, rule: string) {
	return { id, authority, ...dates, rule };
}
