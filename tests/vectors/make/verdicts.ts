/** Vectors of §7: V-1, V-3, V-5, and the durable pass. */
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import { attest, NOW } from "@/tests/support/authority";
import type { Vector, VerifyVector } from "../vector";
import { verdict, withByte } from "./attestations";
import { hc1Texts } from "./hc1";

const unknown = (name: string, input: VerifyVector["input"]): Vector => ({
	...verdict("V-3", name, "", "format_unknown", { format: "unknown", trust: "nothing" }),
	kind: "verify",
	input,
	trust: "nothing",
	now: NOW,
	expected: { format: "unknown", outcome: "rejected", reason: "format_unknown", warnings: [] },
});

const text = attest();

const FORMATS: readonly Vector[] = [
	unknown("no text", ""),
	unknown("a space before the prefix", ` ${text}`),
	unknown("prefix in lower case before capitals", `rp1:${text.slice(4)}`),
	unknown("prefix without its colon", "RP1"),
	unknown("a web address", "https://relais.example/pass"),
	unknown("DC05, and no header", "DC05FR000001"),
	unknown("16 KiB of nothing known", "x".repeat(1 << 14)),
	unknown("no parts", []),
	unknown("two attestations", [text, text]),
	verdict("V-3", "no trust list", text, "trust_missing", { trust: "no list" }),
	verdict("V-3", "no keyset", text, "trust_missing", { trust: "no keyset" }),
	verdict("V-3", "no bundle content at all", text, "trust_missing", { trust: "nothing" }),
	verdict("V-1", "an attestation of more than 16 KiB", `${text}${"0".repeat(16_384)}`, "attestation_malformed"),
	verdict("V-1", "a durable pass of more than 16 KiB", `HC1:${"0".repeat(16_384)}`, "hc1_malformed", { format: "hc1" }),
];

/** V-8: what scanners, wallets and senders make of a text. */
const ENTRIES: readonly Vector[] = [
	...Object.entries({
		"a line feed before the prefix": `\n${text}`,
		"CR LF behind": `${text}\r\n`,
		"the identifier of a QR code before": `]Q1${text}`,
		"identifier and escape of UTF-8 before": `]Q2\\000026${text}`,
		"a byte order mark before, NUL behind": `\ufeff${text}\0`,
		"all in lower case": text.toLowerCase(),
		"the fragment of a link": `https://wallet.example/pass#${encodeURIComponent(text)}`,
		"a member of a link's query": `https://wallet.example/?a=b&v=${encodeURIComponent(text)}`,
	}).map(([name, input]) => verdict("V-8", name, input, null)),
	verdict("V-8", "a space behind", `${text} `, "attestation_malformed"),
	verdict("V-8", "SHC:/ in upper case", "SHC:/5676", "shc_malformed", { format: "shc" }),
];

const family = (name: string, input: string): Vector => ({
	...verdict("V-9", name, input, "format_unsupported", { format: "unknown" }),
});

const FAMILIES: readonly Vector[] = [
	family("prefix of another version", `RP2:${text.slice(4)}`),
	...["HC2", "HCFR1", "LT1", "NL2"].map((prefix) => family(prefix, `${prefix}:${text.slice(4)}`)),
	family("NZCP", "NZCP:/1/2KCEVIQEIVVWK6JNGEASNICZAEP2KALYDZSGSZB2O5SWEOTOPJRXALTDN53GSZBRHEXGQZLBNR2GQLTOPI"),
	family("VDS-NC", '{"data":{"hdr":{"is":"UTO","t":"icao.vacc","v":1},"msg":{}},"sig":{"alg":"ES256"}}'),
	family("a ticket of UIC 918.3", "#UT01108000001"),
	family("a 2D-DOC of version 05", "DC05XX0100011ED71ED7B201FR"),
];

const judged = (rule: string, name: string, input: string, reason: string | null, policy = "default"): Vector => ({
	...verdict(rule, name, input, reason),
	...{ policy },
});

const POLICIES: readonly Vector[] = [
	judged("V-2", "a negative antigen test", attest(), null),
	judged("V-2", "a recovery of today", attest({ k: "R" }), "policy_refused"),
	judged("V-2", "a vaccination of two of two doses, 8 days ago", vaccination([2, 2], 8), null),
	judged("V-2", "a vaccination of two of two doses, 6 days ago", vaccination([2, 2], 6), "policy_refused"),
	judged("V-2", "a vaccination of one of two doses", vaccination([1, 2], 30), "policy_refused"),
	judged("V-3", "refused by a policy that is named", attest({ k: "R" }), "policy_refused", "FR-2021-08-09"),
	judged("V-3", "a policy that nobody has", attest(), "policy_missing", "XX-2099-01-01"),
	judged(
		"V-3",
		"the signature before the policy",
		withByte(attest({ k: "R" }), -1, (byte) => byte ^ 1),
		"signature_invalid",
	),
];

function vaccination(d: readonly [number, number], days: number): string {
	const t = NOW - days * DAY;
	return attest({ k: "V", d, p: "EU/1/20/1528", t, iat: NOW - HOUR, exp: NOW + 30 * DAY });
}

export async function verdictVectors(): Promise<readonly Vector[]> {
	const texts = await hc1Texts();
	const hc1 = (rule: string, name: string, input: string, reason: string | null, rest = {}) =>
		verdict(rule, name, input, reason, { format: "hc1", trust: "foreign", ...rest });
	const dated = (name: string, input: string, reason: string | null): Vector => ({
		...hc1("P-8", name, input, reason),
		...{ policy: "default" },
	});
	return [
		...FORMATS,
		...ENTRIES,
		...FAMILIES,
		...POLICIES,
		hc1("V-3", "a durable pass", texts.genuine, null, { id: texts.id }),
		hc1("K-2", "its key shares a kid with another", texts.genuine, null, { id: texts.id }),
		hc1("V-3", "its deny file was never fetched", texts.genuine, null, {
			trust: "foreign, deny file never fetched",
			warnings: ["status_unknown"],
		}),
		hc1("V-3", "revoked", texts.revoked, "revoked"),
		hc1("V-3", "revoked in a coded deny file", texts.revoked, "revoked", { trust: "foreign, deny file coded" }),
		hc1("V-3", "genuine beside a coded deny file", texts.genuine, null, {
			id: texts.id,
			trust: "foreign, deny file coded",
		}),
		hc1("V-3", "signer in no list", texts.unlisted, "issuer_unknown"),
		hc1("V-3", "forged under a known kid", texts.forged, "signature_invalid"),
		hc1("V-5", "a key for tests signed a vaccination", texts.beyondUsage, "key_usage"),
		hc1("V-3", "signed after the key ended", texts.afterKeyEnded, "issuer_expired"),
		hc1("V-3", "signed before the key ended", texts.beforeKeyEnded, null),
		hc1("V-3", "expired", texts.expired, "time_expired"),
		hc1("V-3", "from the future", texts.fromTheFuture, "time_not_yet"),
		hc1("V-3", "of no kind", texts.ofNoKind, "kind_unsupported"),
		hc1("V-10", "its listed key is none", texts.unusableKey, "key_unusable"),
		hc1("V-11", "without a birth date", texts.withoutBirth, "content_incomplete"),
		hc1("V-11", "without a name", texts.withoutName, "content_incomplete"),
		hc1("V-11", "without a product", texts.withoutProduct, "content_incomplete"),
		dated("injected in a month that is long enough ago", texts.dated["2021-06"], null),
		dated("injected in a year that is not over", texts.dated["2021"], "content_incomplete"),
		dated("injected in a month of which the end is too late", texts.dated["2021-08"], "content_incomplete"),
		dated("small letters in the time", texts.dated["2021-06-01t10:00:00z"], null),
		dated("a space in the time", texts.dated["2021-06-01 10:00:00+02:00"], null),
		dated("a day that the calendar does not have", texts.dated["2021-06-31"], "content_incomplete"),
		hc1("V-3", "cut short", texts.genuine.slice(0, -9), "hc1_malformed"),
		hc1("V-3", "without trust", texts.genuine, "trust_missing", { trust: "nothing" }),
	];
}
