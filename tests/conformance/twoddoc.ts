/**
 * 2D-DOC: first the outcome of each signature under the key that the case names, without a policy; then what the
 * built-in policy makes of the documents that say what it should.
 */
import { decodeTwoddoc } from "@/lib/formats/twoddoc/decode-twoddoc";
import { DAY, HOUR, type NumericDate } from "@/lib/shared/numeric-date";
import type { Verdict } from "@/lib/verify/verdict";
import { verifyPass } from "@/lib/verify/verify-pass";
import { agreement, type CaseResult, type ConformanceSet } from "./agreement";
import { readCorpus } from "./corpus";
import { type ForeignKey, trustAt } from "./trust-at";

type TwoddocCase = {
	readonly id: string;
	readonly text: string;
	readonly certId: string;
	readonly publicKeySpkiB64: string | null;
	/** `signature-valid` or `reject:<why>`. */
	readonly expected: string;
	readonly businessExpectation?: string;
};

const FILE = "2ddoc/cases.jsonl";
const DEFAULT_NOW = Date.UTC(2021, 7, 14) / 1000;

export const twoddocSignatures: ConformanceSet = {
	name: "2D-DOC (signature)",
	run: async () => {
		const cases = readCorpus<TwoddocCase>(FILE);
		return cases && Promise.all(cases.map(judgeSignature));
	},
};

export const twoddocBusiness: ConformanceSet = {
	name: "2D-DOC (business expectation)",
	run: async () => {
		const cases = readCorpus<TwoddocCase>(FILE)?.filter((entry) => entry.businessExpectation !== undefined);
		return cases && Promise.all(cases.map(judgeBusiness));
	},
};

async function judgeSignature(entry: TwoddocCase): Promise<CaseResult> {
	const verdict = await verdictOf(entry, signedAt(entry.text) ?? DEFAULT_NOW, "none");
	return agreement(entry.id, meets(verdict, entry.expected), `expected ${entry.expected}, got ${say(verdict)}`);
}

/** Whatever is said of the content is said once the signature held. */
function meets({ outcome, reason }: Verdict, expected: string): boolean {
	if (expected === "signature-valid") {
		return outcome === "accepted" || reason === "kind_unsupported" || reason === "2ddoc_malformed";
	}
	if (expected.startsWith("reject:bad-signature")) return reason === "signature_invalid";
	if (expected === "reject:no-signature-separator") return reason === "2ddoc_malformed";
	return expected === "reject:unknown-cert" && reason === "issuer_unknown";
}

/** Each expectation, by the words that it begins with, as questions to the verifier. */
const BUSINESS: readonly (readonly [RegExp, (entry: TwoddocCase) => Promise<boolean>])[] = [
	[/^refuse|^not a pass until day 11; never a "negative"$/, isNeverAccepted],
	[/^valid until 2021-08-16T16:40 local/, (entry) => endsAt(entry, "2021-08-16T16:40:00+02:00")],
	[/^valid signature; validity counts from sample time/, (entry) => endsAt(entry, "2021-08-16T16:40:00+02:00")],
	[/^test AC FR00: .*sampled 2021-04-07 10:10 local$/, (entry) => endsAt(entry, "2021-04-10T10:10:00+02:00")],
	[/^annex must be ignored$/, (entry) => endsAt(entry, "2021-04-10T10:10:00+02:00")],
	[/^must parse; show year only$/, showsYearOnly],
];

async function judgeBusiness(entry: TwoddocCase): Promise<CaseResult> {
	const expectation = entry.businessExpectation ?? "";
	const question = BUSINESS.find(([words]) => words.test(expectation))?.[1];
	return agreement(entry.id, (await question?.(entry)) ?? false, `expected "${expectation}"`);
}

/** Asked every six hours from two days before the signature until the longest window has passed. */
async function isNeverAccepted(entry: TwoddocCase): Promise<boolean> {
	const start = (signedAt(entry.text) ?? DEFAULT_NOW) - 2 * DAY;
	for (let now = start; now < start + 200 * DAY; now += 6 * HOUR) {
		if ((await verdictOf(entry, now, "default")).outcome === "accepted") return false;
	}
	return true;
}

/** Accepted at that second, refused by the policy at the next. */
async function endsAt(entry: TwoddocCase, time: string): Promise<boolean> {
	const last = Date.parse(time) / 1000;
	const [before, after] = [await verdictOf(entry, last, "default"), await verdictOf(entry, last + 1, "default")];
	return before.outcome === "accepted" && after.reason === "policy_refused";
}

async function showsYearOnly(entry: TwoddocCase): Promise<boolean> {
	const verdict = await verdictOf(entry, (signedAt(entry.text) ?? DEFAULT_NOW) + DAY, "default");
	return verdict.outcome === "accepted" && /^\d{4}$/.test(verdict.pass.person.birth);
}

async function verdictOf(entry: TwoddocCase, now: NumericDate, policy: "none" | "default"): Promise<Verdict> {
	const key: ForeignKey[] = entry.publicKeySpkiB64
		? [{ use: "2ddoc", kid: entry.certId, spki: entry.publicKeySpkiB64, country: "FR" }]
		: [];
	return verifyPass(entry.text, await trustAt(now, { keys: key }), { now, policy });
}

function signedAt(text: string): NumericDate | undefined {
	const decoded = decodeTwoddoc(text);
	const day = decoded.outcome === "decoded" ? decoded.document.header.signed : undefined;
	return day === undefined ? undefined : day * DAY;
}

function say({ outcome, reason }: Verdict): string {
	return `${outcome} ${reason ?? ""}`.trim();
}
