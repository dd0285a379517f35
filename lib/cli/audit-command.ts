/** `relais audit show`: who decided what over others, from the database, by an account that may read this and nothing else. */
import { AUDIT_ACTIONS } from "@/lib/server/audit/actions";
import type { AuditEntry, Unread } from "@/lib/server/audit/read-entries";
import { readEnvironment, UnusableSettings } from "@/lib/server/settings/environment";
import { assertNever } from "@/lib/shared/assert-never";
import { type Io, writeLines } from "./io";
import { parseOptions } from "./options";
import { readTimeOption } from "./read-time";
import { UsageError } from "./usage-error";

const DEFAULT_LIMIT = 100;
const MOST = 10_000;

export const AUDIT_HELP = `relais audit show [--since ISO-8601|NumericDate] [--action WORD] [--limit N] [--before NUMBER] [--json]
  Prints the audit trail of DATABASE_URL, the newest entry first: number, time (UTC), act, of what, by whom, and the
  request. Needs no data folder and no keys; relais_audit is the account for it (docs/operations.md).
  --action           one act, such as device.denied; of any other word it says which there are
  --limit            entries at most, up to ${MOST}; default: ${DEFAULT_LIMIT}. Says when there are more
  --before           only entries with a lower number, to go on from there
  --json             one JSON object a line`;

export async function auditCommand([action, ...args]: readonly string[], io: Io): Promise<number> {
	if (action !== "show") throw new UsageError("audit: show");
	const { values } = parseOptions(args, {
		options: {
			since: { type: "string" },
			action: { type: "string" },
			limit: { type: "string" },
			before: { type: "string" },
			json: { type: "boolean" },
		},
	});
	const wanted = {
		since: values.since === undefined ? undefined : readTimeOption(values.since, "--since"),
		action: knownAction(values.action),
		limit: readNumber(values.limit, "--limit", MOST) ?? DEFAULT_LIMIT,
		before: readNumber(values.before, "--before", Number.MAX_SAFE_INTEGER),
	};
	// The database takes a moment to load, and few commands need it.
	const { readEntries } = await import("@/lib/server/audit/read-entries");
	const read = await readEntries(databaseUrl(), wanted);
	if (!read.ok) throw new UsageError(`audit show: ${explain(read.error)}`);
	const { entries, more } = read.value;
	if (values.json) for (const entry of entries) io.stdout.write(`${JSON.stringify(entry)}\n`);
	else writeLines(io.stdout, tableOf(entries));
	// Beside the entries: whoever reads these by a program is told too.
	if (entries.length === 0) writeLines(io.stderr, ["relais: there are no such entries"]);
	if (more) writeLines(io.stderr, [`relais: there are more: --before ${entries.at(-1)?.id}, or a higher --limit`]);
	return 0;
}

function knownAction(word: string | undefined): string | undefined {
	if (word === undefined || AUDIT_ACTIONS.some((each) => each === word)) return word;
	throw new UsageError(`--action: one of ${AUDIT_ACTIONS.join(", ")}`);
}

function readNumber(text: string | undefined, option: string, most: number): number | undefined {
	if (text === undefined) return undefined;
	const number = Number(text);
	if (/^\d{1,16}$/.test(text) && number >= 1 && number <= most) return number;
	throw new UsageError(`${option}: a whole number from 1 to ${most}`);
}

function databaseUrl(): string {
	try {
		const { DATABASE_URL } = readEnvironment({ DATABASE_URL: process.env["DATABASE_URL"] });
		if (DATABASE_URL === undefined) throw new UnusableSettings(["DATABASE_URL"]);
		return DATABASE_URL;
	} catch (cause) {
		if (!(cause instanceof UnusableSettings)) throw cause;
		throw new UsageError(`audit show: ${cause.message}`);
	}
}

function explain(read: Unread): string {
	switch (read.why) {
		case "absent":
			return "this database has no audit trail: npm run --silent migrate";
		case "forbidden":
			return "this account may not read the audit trail: let DATABASE_URL name the auditor's";
		case "unreachable":
			return `the database does not answer (${read.word}): look whether it runs, and whether DATABASE_URL is right`;
		default:
			return assertNever(read);
	}
}

const TITLES = ["number", "time", "act", "of", "by", "request"] as const;

function tableOf(entries: readonly AuditEntry[]): string[] {
	if (entries.length === 0) return [];
	const rows = [TITLES, ...entries.map(cellsOf)];
	const widths = TITLES.map((_, i) => Math.max(...rows.map((cells) => (cells[i] ?? "").length)));
	return rows.map((cells) =>
		cells
			.map((cell, i) => cell.padEnd(widths[i] ?? 0))
			.join("  ")
			.trimEnd(),
	);
}

function cellsOf({ id, at, action, subject, actorKind, actor, requestId }: AuditEntry): readonly string[] {
	const of = Object.entries(subject).map(
		([what, name]) => `${what} ${typeof name === "string" ? name : JSON.stringify(name)}`,
	);
	return [String(id), at, action, of.join(", "), `${actorKind} ${actor}`, requestId ?? ""];
}
