/** `relais keys add|show`: further generations of the authority's keys, and which of them signs when. */
import { isKeysetUse, type KeyFile } from "@/lib/server/keys/key-file";
import { keysFolder, writeKeyFile } from "@/lib/server/keys/key-folder";
import { keysAt, type LoadedKeys } from "@/lib/server/keys/key-store";
import { makeSecretKey, makeSigningKey } from "@/lib/server/keys/make-key";
import { missingKeyFile } from "@/lib/server/keys/missing-key";
import type { Withdrawal } from "@/lib/server/keys/withdrawal";
import { isoUtc } from "@/lib/shared/instant";
import { thumbprint } from "@/lib/shared/jwk-thumbprint";
import { DAY, type NumericDate } from "@/lib/shared/numeric-date";
import { dataFolder, loadKeyFolder } from "./data-folder";
import { type Io, writeLines } from "./io";
import { parseOptions } from "./options";
import { currentTime, readTimeOption } from "./read-time";
import { UsageError } from "./usage-error";

export const KEYS_GENERATIONS_HELP = `relais keys show [--data DIR] [--at ISO-8601|NumericDate]
  Prints the keyset's number and end, and of every key whether it signs, is to sign, or only counts for what it signed.
relais keys add list|delegation|status|dcc|record|code-master [--in DAYS] [--data DIR]
  Makes another generation, which takes over in DAYS: long enough for devices that are offline to learn of it before.
  Keys for lists, delegations and status lists also have to be named by a keyset that the root signed: keys draft.
  --in      default: 7; for code-master 35, because counters hold the keys of the next 34 days`;

const ADDABLE = ["list", "delegation", "status", "dcc", "record", "code-master"] as const;
/** As long as a door may plausibly be without a network. */
const DEFAULT_DAYS = 7;
/** One more than a counter's keys reach (spec CC-4): no code on paper changes its meaning. */
const MASTER_DAYS = 35;
const LONGEST_DAYS = 365;

export async function keysAdd(args: readonly string[], io: Io): Promise<number> {
	const { values, positionals } = parseOptions(args, {
		options: { data: { type: "string" }, in: { type: "string" } },
		positionals: 1,
	});
	const use = ADDABLE.find((each) => each === positionals[0]);
	if (!use) throw new UsageError(`keys add: one of ${ADDABLE.join(", ")} (field keys: see docs/operations.md)`);
	const dataDir = dataFolder(values.data);
	const { claims } = await loadKeyFolder(dataDir, "keys add");
	const days = readDays(values.in ?? String(use === "code-master" ? MASTER_DAYS : DEFAULT_DAYS));
	const now = currentTime();
	const key = await makeKey(use, { now, from: now + days * DAY });
	await writeKeyFile(keysFolder(dataDir), key);
	io.stdout.write(`${key.kid}\n`);
	const next = isKeysetUse(use) ? `, once keyset ${claims.seq + 1} names it: relais keys draft` : "";
	writeLines(io.stderr, [`the ${use} key takes over at ${isoUtc(key.from ?? key.createdAt)}${next}`]);
	return 0;
}

function makeKey(
	use: (typeof ADDABLE)[number],
	{ now, from }: { readonly now: NumericDate; readonly from: NumericDate },
): Promise<KeyFile> | KeyFile {
	if (use !== "code-master") return makeSigningKey(use, now, from);
	return makeSecretKey(use, now, Math.ceil(from / DAY) * DAY);
}

function readDays(text: string): number {
	const days = /^\d{1,3}$/.test(text) ? Number(text) : Infinity;
	if (days > LONGEST_DAYS) throw new UsageError(`--in: a whole number of days, at most ${LONGEST_DAYS}`);
	return days;
}

export async function keysShow(args: readonly string[], io: Io): Promise<number> {
	const { values } = parseOptions(args, { options: { data: { type: "string" }, at: { type: "string" } } });
	const dataDir = dataFolder(values.data);
	const loaded = await loadKeyFolder(dataDir, "keys show");
	const now = readTimeOption(values.at, "--at");
	const missing = missingKeyFile(dataDir, loaded, now);
	writeLines(io.stdout, [
		...summarise(loaded, now),
		...(missing === undefined ? [] : [`${missing} is missing: nothing signs until it is back`]),
	]);
	return 0;
}

function summarise(loaded: LoadedKeys, now: NumericDate): string[] {
	const { claims, root, folder } = loaded;
	const next = claims.root === undefined ? "" : `; hands over to ${thumbprint(claims.root.jwk)}`;
	const rootHere = folder.files.some(({ use }) => use === "root");
	const gone = loaded.withdrawn.filter(({ kid }) => !folder.files.some((file) => file.kid === kid));
	return [
		`keyset ${claims.seq} of ${claims.iss}, valid until ${isoUtc(claims.exp)}`,
		`root ${root}${next}${rootHere ? "; its key lies in this folder and belongs in a safe" : ""}`,
		...folder.files
			.filter(({ use }) => use !== "root")
			.map((file) => `${file.use} ${file.kid}: ${stateOf(file, loaded, now)}`),
		...claims.keys
			.filter(({ kid }) => !folder.files.some((file) => file.kid === kid))
			.map(({ kid, use }) => `${use.join("+")} ${kid}: named by the keyset, not in this folder`),
		...gone.map((each) => `${each.kid}: ${describeWithdrawal(each)}`),
	];
}

function describeWithdrawal({ at, reason }: Withdrawal): string {
	return `withdrawn on ${isoUtc(at)} (${reason})`;
}

function stateOf(file: KeyFile, loaded: LoadedKeys, now: NumericDate): string {
	const withdrawal = loaded.withdrawn.find(({ kid }) => kid === file.kid);
	if (withdrawal) return `${describeWithdrawal(withdrawal)}; its file can be deleted`;
	const own = [...loaded.signing, ...loaded.secrets].find(({ kid, use }) => kid === file.kid && use === file.use);
	if (!own) return "no keyset names it: relais keys draft";
	const { list, delegation, status, dcc, codeMaster, fieldKeys } = keysAt(loaded, now);
	const inUse = [list, delegation, status, dcc, codeMaster, fieldKeys].some(([first]) => first?.kid === file.kid);
	if (inUse) return `in use since ${isoUtc(own.from)}`;
	return own.from > now ? `takes over at ${isoUtc(own.from)}` : `kept for what it signed since ${isoUtc(own.from)}`;
}
