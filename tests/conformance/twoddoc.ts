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
		return outcome === "accepted" || reason === "kind_unsupported" || reason === "content_incomplete";
	}
	if (expected.startsWith("reject:bad-signature")) return reason === "signature_invalid";
	if (expected.startsWith("reject:unknown-cert")) return reason === "issuer_unknown";
	if (expected === "reject:no-signature-separator") return reason === "2ddoc_malformed";
	return expected.startsWith("reject") && outcome !== "accepted";
}

type Question = (entry: TwoddocCase, said: RegExpExecArray) => Promise<boolean>;

/** Each expectation, by words in it, as questions to the verifier; the first that fits is asked. */
const BUSINESS: readonly (readonly [RegExp, Question])[] = [
	[/^refuse/, isNeverAccepted],
	[/^not a pass until day 11/, isNoPassBeforeDay11],
	[/^valid until (\d{4}-\d\d-\d\d)T(\d\d:\d\d) local/, (entry, [, day, time]) => endsAt(entry, parisTime(day, time))],
	[/sampled (\d{4}-\d\d-\d\d) (\d\d:\d\d) local/, (entry, [, day, time]) => lastsFrom(entry, parisTime(day, time))],
	[/year only/, showsYearOnly],
	[/counts from sample|^annex must be ignored/, (entry) => lastsFrom(entry, sampleOf(entry))],
	[/^valid|^accept/, isOnceAccepted],
];

async function judgeBusiness(entry: TwoddocCase): Promise<CaseResult> {
	const expectation = entry.businessExpectation ?? "";
	for (const [words, question] of BUSINESS) {
		const said = words.exec(expectation);
		if (said) return agreement(entry.id, await question(entry, said), `expected "${expectation}"`);
	}
	return agreement(entry.id, false, `no question for "${expectation}"`);
}

/** Asked every six hours from two days before the signature until the longest window has passed. */
async function acceptedTimes(entry: TwoddocCase): Promise<readonly NumericDate[]> {
	const start = (signedAt(entry.text) ?? DEFAULT_NOW) - 2 * DAY;
	const times: NumericDate[] = [];
	for (let now = start; now < start + 200 * DAY; now += 6 * HOUR) {
		if ((await verdictOf(entry, now, "default")).outcome === "accepted") times.push(now);
	}
	return times;
}

async function isNeverAccepted(entry: TwoddocCase): Promise<boolean> {
	return (await acceptedTimes(entry)).length === 0;
}

async function isOnceAccepted(entry: TwoddocCase): Promise<boolean> {
	return (await acceptedTimes(entry)).length > 0;
}

/** Day 11 begins more than ten days after any time of day 0. */
async function isNoPassBeforeDay11(entry: TwoddocCase): Promise<boolean> {
	const earliest = sampleOf(entry) + 10 * DAY;
	return (await acceptedTimes(entry)).every((time) => time > earliest);
}

function lastsFrom(entry: TwoddocCase, sample: NumericDate): Promise<boolean> {
	return endsAt(entry, sample + 72 * HOUR);
}

/** F6 as it is written, read apart from the decoder. */
function sampleOf({ text }: TwoddocCase): NumericDate {
	const [, day, month, year, hour, minute] = /F6(\d\d)(\d\d)(\d{4})(\d\d)(\d\d)/.exec(text) ?? [];
	return parisTime(`${year}-${month}-${day}`, `${hour}:${minute}`);
}

const inParis = new Intl.DateTimeFormat("sv", { timeZone: "Europe/Paris", dateStyle: "short", timeStyle: "short" });

/** The platform's zone data, not ours. */
function parisTime(day = "", time = ""): NumericDate {
	const readings = ["+02:00", "+01:00"].map((offset) => Date.parse(`${day}T${time}:00${offset}`));
	return (readings.find((reading) => inParis.format(reading) === `${day} ${time}`) ?? Number.NaN) / 1000;
}

/** Accepted at that second, refused by the policy at the next. */
async function endsAt(entry: TwoddocCase, last: NumericDate): Promise<boolean> {
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
