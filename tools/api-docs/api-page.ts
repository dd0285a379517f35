/** The generated blocks of docs/api.md, from lib/protocol/routes.ts, the schemas and the list of published files. */
import * as checkins from "@/lib/protocol/checkins";
import * as console from "@/lib/protocol/console";
import * as deviceKit from "@/lib/protocol/device-kit";
import * as health from "@/lib/protocol/health";
import * as holder from "@/lib/protocol/holder";
import { type AfterProblem, PROBLEM_CODES, PROBLEMS, problem } from "@/lib/protocol/problem";
import * as records from "@/lib/protocol/records";
import * as revocations from "@/lib/protocol/revocations";
import { ACCESS_PROBLEMS, ACCESSES, type Access, bodyLimit, type RouteRow } from "@/lib/protocol/route-row";
import { ROUTES } from "@/lib/protocol/routes";
import { TRUST_FILES } from "@/lib/server/publish/trust-files";
import { table } from "./blocks";
import { fieldComments } from "./field-comments";
import { FieldTable } from "./field-table";

const WHO: Readonly<Record<Access, string>> = {
	public: "anybody",
	"device:unenrolled": "the key in the body",
	"device:any": "any device",
	"device:counter": "counter",
	"device:sender": "counter, locked too",
	"device:verifier": "door, train",
	console: "console",
	monitor: "the token of the metrics",
};
const AFTER: Readonly<Record<AfterProblem, string>> = {
	final: "final: the same request gets the same answer",
	mend: "change the request, or make a new proof, and send it",
	wait: "send the same request later",
};
const rows: readonly RouteRow[] = Object.values(ROUTES);

/** By block of docs/api.md. `root`: the project's folder. */
export function apiBlocks(root: string): Readonly<Record<string, string>> {
	const names = new Map<unknown, string>();
	for (const module of [checkins, console, deviceKit, health, holder, records, revocations, { problem }]) {
		for (const [name, value] of Object.entries(module)) if (typeof value === "object") names.set(value, name);
	}
	const fields = new FieldTable(names, fieldComments(root));
	const of = (access: (row: RouteRow) => boolean) => rows.filter(access);
	const isConsole = ({ access, path }: RouteRow) => access === "console" || path.startsWith("/api/console/");
	const isPublic = (row: RouteRow) => (row.access === "public" || row.access === "monitor") && !isConsole(row);
	return {
		"device-calls": callTable(of(({ access }) => access.startsWith("device:"))),
		"public-calls": callTable(of(isPublic)),
		"console-calls": callTable(of(isConsole)),
		"device-bodies": of(({ access }) => access.startsWith("device:"))
			.map((row) => bodies(fields, row))
			.join("\n\n"),
		"public-bodies": of(isPublic)
			.map((row) => bodies(fields, row))
			.join("\n\n"),
		"console-bodies": of(isConsole)
			.map((row) => bodies(fields, row))
			.join("\n\n"),
		"problem-body": fieldRows(fields.rowsOf(problem)),
		problems: problemTable(),
		files: table(
			["path below `/trust/`", "content type", "may be cached for", "what"],
			TRUST_FILES.map(({ name, contentType, maxAge, what }) => [
				`\`${name}\``,
				`\`${contentType}\``,
				`${maxAge} s`,
				what,
			]),
		),
	};
}

function callTable(of: readonly RouteRow[]): string {
	return table(
		["call", "who", "body at most", "status", "problems of its own", "sent again"],
		of.map((row) => [
			`\`${row.method} ${row.path}\``,
			WHO[row.access],
			row.request === undefined ? "no body" : bytes(bodyLimit(row).maxBytes),
			String(row.status),
			row.problems.map((code) => `\`${code}\``).join(", ") || "–",
			row.again,
		]),
	);
}

function bytes(count: number): string {
	return count >= 1_048_576 ? `${count / 1_048_576} MiB` : `${count / 1_024} KiB`;
}

/** A body that several calls share is written out at the first of them. */
function bodies(fields: FieldTable, row: RouteRow): string {
	const first = rows.find(({ answer }) => answer !== undefined && answer === row.answer);
	const query = row.query?.map((name) => `\`${name}\``).join(", ");
	return [
		`#### ${row.method} ${row.path}`,
		...(query === undefined ? [] : [`Query, each optional: ${query}.`]),
		...(row.request === undefined ? [] : ["Request:", fieldRows(fields.rowsOf(row.request, row.parts))]),
		row.answer === undefined ? "The answer has no body." : `Answer, ${row.status}:`,
		...(row.answer === undefined ? [] : [first === row ? fieldRows(fields.rowsOf(row.answer)) : asFor(first)]),
	].join("\n\n");
}

function asFor(first: RouteRow | undefined): string {
	return `As for \`${first?.method} ${first?.path}\`.`;
}

function fieldRows(of: ReturnType<FieldTable["rowsOf"]>): string {
	return table(
		["member", "type", "meaning"],
		of.map(({ path, type, meaning }) => [path === "" ? "" : `\`${path}\``, type, meaning.replaceAll("|", "\\|")]),
	);
}

/** Each problem with the calls that know it: of all, of an access, or of one call. */
function problemTable(): string {
	return table(
		["code", "HTTP", "what to do", "known to"],
		PROBLEM_CODES.map((code) => {
			const { status, after } = PROBLEMS[code];
			return [`\`${code}\``, String(status), AFTER[after], knownTo(code)];
		}),
	);
}

function knownTo(code: (typeof PROBLEM_CODES)[number]): string {
	const accesses = ACCESSES.filter((access) => ACCESS_PROBLEMS[access].includes(code)).map((access) => WHO[access]);
	const calls = rows
		.filter(({ problems }) => problems.includes(code))
		.map(({ method, path }) => `\`${method} ${path}\``);
	if (code === "body_type") return "every call with a body";
	if (code === "path_unknown") return "every other path below `/api`";
	return [...accesses, ...calls].join("; ") || "every call";
}
