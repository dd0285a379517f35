/** `relais trust show`: what a trust list holds and how old it is. Keys and counts only; no personal data is in one. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decodeJwt } from "jose";
import { usablePolicy } from "@/lib/policy/select-policy";
import { isoUtc } from "@/lib/shared/instant";
import type { NumericDate } from "@/lib/shared/numeric-date";
import { DAY, HOUR, MINUTE } from "@/lib/shared/numeric-date";
import { verifierBundle } from "@/lib/trust/bundle";
import { openTrust } from "@/lib/trust/open-trust";
import { ageOf } from "@/lib/trust/trust-age";
import { type ListedKey, type TrustList, trustListClaims } from "@/lib/trust/trust-list";
import { dataFolder } from "./data-folder";
import { describePolicy } from "./describe-policy";
import { type Io, writeLines } from "./io";
import { parseOptions } from "./options";
import { readJsonFile } from "./read-files";
import { readTimeOption } from "./read-time";
import { UsageError } from "./usage-error";

export const TRUST_SHOW_HELP = `relais trust show [--data DIR | --bundle FILE] [--at ISO-8601|NumericDate]
  Prints age, keys by use and country, removals, denials and what else a trust list holds: the published one of DIR, or
  the one of a verifier bundle, whose signatures are checked.`;

type Shown = { readonly list: Omit<TrustList, "payload">; readonly checked: boolean };

export async function trustShow(args: readonly string[], io: Io): Promise<number> {
	const { values } = parseOptions(args, {
		options: { data: { type: "string" }, bundle: { type: "string" }, at: { type: "string" } },
	});
	const now = readTimeOption(values.at, "--at");
	const shown = values.bundle === undefined ? readPublished(dataFolder(values.data)) : await openList(values.bundle);
	writeLines(io.stdout, linesOf(shown, now));
	return 0;
}

function readPublished(dataDir: string): Shown {
	const path = join(dataDir, "public", "trust", "list.jwt");
	if (!existsSync(path)) throw new UsageError(`trust show: ${path} is not there yet`);
	try {
		return { list: trustListClaims.parse(decodeJwt(readFileSync(path, "utf8").trim())), checked: false };
	} catch {
		throw new UsageError(`trust show: ${path} is no trust list`);
	}
}

async function openList(path: string): Promise<Shown> {
	const bundle = verifierBundle.safeParse(readJsonFile(path, "--bundle"));
	if (!bundle.success) throw new UsageError(`--bundle: ${path} is no verifier bundle`);
	const trust = await openTrust(bundle.data, { subtle: crypto.subtle });
	if (!trust.ok) throw new UsageError(`--bundle: ${path} cannot be used (${trust.error.code})`);
	if (!trust.value.list) throw new UsageError(`--bundle: ${path} holds no trust list`);
	return { list: trust.value.list, checked: true };
}

function linesOf({ list, checked }: Shown, now: NumericDate): string[] {
	const { seconds, state } = ageOf(list.iat, now);
	const signed = checked ? "its signatures hold" : "as published, signatures not checked";
	return [
		`list ${list.seq} of ${list.iss}, ${signed}`,
		`age: ${inWords(seconds)}, ${state}; valid until ${isoUtc(list.exp)}`,
		...[...group(list.keys, ({ use }) => use)].map(([use, keys]) => `${use}: ${keys.length} keys; ${byCountry(keys)}`),
		`removed: ${list.removed.length} keys`,
		`denied: ${list.denied.length}`,
		`status lists: ${list.status.length}`,
		`denied passes: ${list.deny?.count ?? 0}`,
		`revocation lists of health cards: ${list.crls === undefined ? "none" : "named"}`,
		`policies: ${list.policies.length}, notices: ${list.notices.length}`,
		...list.policies.flatMap(policyLines),
		...list.notices.map(({ from, to, authority }) => `notice of ${authority}: ${isoDay(from)} to ${isoDay(to)}`),
	];
}

function policyLines(document: unknown): readonly string[] {
	const policy = usablePolicy(document);
	if (!policy) return ["policy: this version cannot apply it; verdicts under it are policy_unusable"];
	return describePolicy(policy).map((line, i) => (i === 0 ? `policy ${line}` : `  ${line}`));
}

function isoDay(time: NumericDate): string {
	const date = new Date(time * 1000);
	return Number.isNaN(date.getTime()) ? String(time) : date.toISOString().slice(0, 10);
}

function byCountry(keys: readonly ListedKey[]): string {
	const countries = [...group(keys, ({ country }) => country ?? "no country")];
	return countries
		.sort(([, a], [, b]) => b.length - a.length)
		.map(([country, own]) => `${country} ${own.length}`)
		.join(", ");
}

function group(keys: readonly ListedKey[], by: (key: ListedKey) => string): Map<string, ListedKey[]> {
	const groups = new Map<string, ListedKey[]>();
	for (const key of keys) {
		const own = groups.get(by(key)) ?? [];
		own.push(key);
		groups.set(by(key), own);
	}
	return groups;
}

function inWords(seconds: number): string {
	if (seconds < 2 * HOUR) return `${Math.floor(seconds / MINUTE)} min`;
	return seconds < 2 * DAY ? `${Math.floor(seconds / HOUR)} h` : `${Math.floor(seconds / DAY)} d`;
}
