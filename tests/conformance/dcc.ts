/**
 * EU DCC: the official test set (dgc-testdata). Each case is judged without a policy at its own validation clock,
 * under a list that holds the certificate the case names, with the kinds that its extended key usage allows.
 */
import { createHash, X509Certificate } from "node:crypto";
import type { Verdict } from "@/lib/verify/verdict";
import { verifyPass } from "@/lib/verify/verify-pass";
import { agreement, type CaseResult, type ConformanceSet } from "./agreement";
import { readCorpus } from "./corpus";
import { type ForeignKey, trustAt } from "./trust-at";

type DccCase = {
	readonly id: string;
	readonly text: string;
	readonly certificate: string;
	/** Validation clock. */
	readonly at: string;
	readonly expected: Readonly<Record<string, boolean>>;
	readonly disputed: string | null;
};

/** Steps in the order in which they fail, and what each failure is called here. */
const FAILURES: readonly (readonly [step: string, reasons: readonly string[]])[] = [
	["EXPECTEDUNPREFIX", ["format_unknown", "format_unsupported", "hc1_malformed"]],
	["EXPECTEDB45DECODE", ["hc1_malformed"]],
	["EXPECTEDCOMPRESSION", ["hc1_malformed"]],
	["EXPECTEDDECODE", ["hc1_malformed"]],
	["EXPECTEDVALIDOBJECT", ["hc1_malformed"]],
	// A wrong protected kid finds no key: "cannot check" is as far as a verifier gets.
	["EXPECTEDVERIFY", ["signature_invalid", "issuer_unknown", "hc1_malformed"]],
	["EXPECTEDKEYUSAGE", ["key_usage"]],
	["EXPECTEDEXPIRATIONCHECK", ["time_expired", "time_not_yet", "issuer_expired"]],
];

/** Extended key usages of DCC signers (DCC interoperability guidelines), in the spelling of the guidelines and of the field. */
const KINDS: Readonly<Record<string, string>> = {
	"1.3.6.1.4.1.1847.2021.1.1": "t",
	"1.3.6.1.4.1.1847.2021.1.2": "v",
	"1.3.6.1.4.1.1847.2021.1.3": "r",
	"1.3.6.1.4.1.0.1847.2021.1.1": "t",
	"1.3.6.1.4.1.0.1847.2021.1.2": "v",
	"1.3.6.1.4.1.0.1847.2021.1.3": "r",
};

export const dcc: ConformanceSet = {
	name: "DCC",
	run: async () => {
		const cases = readCorpus<DccCase>("dcc/cases.jsonl");
		return cases && Promise.all(cases.map(judgeCase));
	},
};

async function judgeCase(entry: DccCase): Promise<CaseResult> {
	if (entry.disputed !== null) return { id: entry.id, outcome: "disputed" };
	const now = clockOf(entry.at);
	const trust = await trustAt(now, { keys: [signerOf(entry.certificate)] });
	const verdict = await verifyPass(entry.text, trust, { now, policy: "none" });
	const failure = FAILURES.find(([step]) => entry.expected[step] === false);
	const agreed = failure ? failure[1].includes(verdict.reason ?? "") : passes(verdict, entry);
	const expected = failure ? `${failure[0]} to fail` : "no step to fail";
	return agreement(entry.id, agreed, `expected ${expected}, got ${verdict.outcome} ${verdict.reason ?? ""}`);
}

/** The set writes offsets with and without a colon, or none for UTC. */
function clockOf(at: string): number {
	const zoned = /Z$|[+-]\d\d:?\d\d$/.test(at) ? at.replace(/([+-]\d\d)(\d\d)$/, "$1:$2") : `${at}Z`;
	return Math.floor(Date.parse(zoned) / 1000);
}

/** Some cases ask nothing of expiry or of key usage, or expect nothing but a decoded payload. */
function passes({ outcome, reason }: Verdict, { expected }: DccCase): boolean {
	if (outcome === "accepted") return true;
	if (expected["EXPECTEDEXPIRATIONCHECK"] !== true && (reason === "time_expired" || reason === "time_not_yet"))
		return true;
	if (expected["EXPECTEDKEYUSAGE"] === undefined && reason === "key_usage") return true;
	return expected["EXPECTEDVERIFY"] === undefined && reason !== "signature_invalid";
}

function signerOf(certificate: string): ForeignKey {
	const { raw, publicKey, validFrom, validTo, keyUsage } = new X509Certificate(Buffer.from(certificate, "base64"));
	const kinds = (keyUsage ?? []).flatMap((usage) => KINDS[usage] ?? []);
	return {
		use: "dcc",
		kid: createHash("sha256").update(raw).digest().subarray(0, 8).toString("base64"),
		spki: publicKey.export({ type: "spki", format: "der" }).toString("base64"),
		nbf: Date.parse(validFrom) / 1000,
		exp: Date.parse(validTo) / 1000,
		...(kinds.length > 0 ? { kinds } : {}),
	};
}
