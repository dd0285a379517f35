/** `relais audit show` on a real database, by an account that may read the trail and nothing else. */
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { jsonLines, runRelais } from "@/tests/support/run-relais";
import { freshDatabase, type TestDatabase } from "@/tests/support/test-database";
import { freePort } from "../../server/port";

const AUDITOR = `audit_${randomBytes(6).toString("hex")}`;

let database: TestDatabase;
let url: string;

beforeAll(async () => {
	database = await freshDatabase();
	await database.query(`CREATE ROLE ${AUDITOR} LOGIN PASSWORD '${AUDITOR}'`);
	url = Object.assign(new URL(database.url), { username: AUDITOR, password: AUDITOR }).href;
	vi.stubEnv("DATABASE_URL", url);
	vi.stubEnv("RELAIS_DATA", "/nowhere");
});
afterAll(async () => {
	vi.unstubAllEnvs();
	await database.query(`DROP OWNED BY ${AUDITOR}; DROP ROLE ${AUDITOR}`);
	await database.drop();
});

const show = (...args: readonly string[]) => runRelais(["audit", "show", ...args]);

async function add(action: string, subject: object, actor = "Mme Essai"): Promise<void> {
	const values = "VALUES ('operator', $1, $2, $3, gen_random_uuid())";
	await database.query(`INSERT INTO audit_entries (actor_kind, actor, action, subject, request_id) ${values}`, [
		actor,
		action,
		subject,
	]);
}

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
const UUID = expect.stringMatching(/^[\da-f-]{36}$/);

/** What stands between two spaces, and where. */
const cellsOf = (line: string) => [...line.matchAll(/\S+(?: \S+)*/g)].map(({ 0: text, index }) => ({ text, index }));

describe("[AU-5] relais audit show", () => {
	it("says who may read it, and that there is nothing yet", async () => {
		const refused = await show();
		expect([refused.status, refused.stdout]).toEqual([2, ""]);
		expect(refused.stderr).toMatch(
			/^relais: audit show: this account may not read the audit trail: .+ the auditor's\n$/,
		);
		await database.query(`GRANT SELECT ON audit_entries TO ${AUDITOR}`);
		expect(await show()).toEqual({ status: 0, stdout: "", stderr: "relais: there are no such entries\n" });
		expect(await show("--json")).toEqual({ status: 0, stdout: "", stderr: "relais: there are no such entries\n" });
	});

	it("prints a table, the newest first, in which nobody begins a line of their own", async () => {
		await add("pharmacy.added", { pharmacy: "40123" });
		await add("device.denied", { device: "1d0a" }, "M.\nFaux\u001b[2J");
		const { status, stdout, stderr } = await show();
		expect([status, stderr]).toEqual([0, ""]);
		const table = stdout.trimEnd().split("\n").map(cellsOf);
		expect(table.map((cells) => cells.map(({ text }) => text))).toEqual([
			["number", "time", "act", "of", "by", "request"],
			["2", TIME, "device.denied", "device 1d0a", "operator M.\uFFFDFaux\uFFFD[2J", UUID],
			["1", TIME, "pharmacy.added", "pharmacy 40123", "operator Mme Essai", UUID],
		]);
		const columns = table.map((cells) => cells.map(({ index }) => index));
		expect(new Set(columns.map(String)).size).toBe(1);
	});

	it("prints an entry as one line of JSON", async () => {
		const { stdout } = await show("--json", "--action", "pharmacy.added");
		const [entry, ...others] = jsonLines(stdout);
		expect(others).toEqual([]);
		expect(entry).toEqual({
			id: 1,
			at: TIME,
			actorKind: "operator",
			actor: "Mme Essai",
			action: "pharmacy.added",
			subject: { pharmacy: "40123" },
			requestId: UUID,
		});
		expect(Math.abs(Date.parse(entry.at) - Date.now())).toBeLessThan(60_000);
	});

	it("shows pages, and says how to go on", async () => {
		for (let i = 0; i < 100; i++) await add("venue.added", { venue: `v${i}` });
		const first = await show("--json");
		expect(jsonLines(first.stdout).map(({ id }) => id)).toEqual(Array.from({ length: 100 }, (_, i) => 102 - i));
		expect(first.stderr).toBe("relais: there are more: --before 3, or a higher --limit\n");
		const rest = await show("--json", "--before", "3");
		expect([jsonLines(rest.stdout).map(({ id }) => id), rest.stderr]).toEqual([[2, 1], ""]);
		const all = await show("--json", "--limit", "102");
		expect([jsonLines(all.stdout).length, all.stderr]).toEqual([102, ""]);
	});

	it("shows what was added since a time", async () => {
		const since = (text: string) => show("--json", "--since", text);
		expect(jsonLines((await since("2021-08-09")).stdout)).toHaveLength(100);
		expect((await since("9999-01-01T00:00:00Z")).stderr).toBe("relais: there are no such entries\n");
		const [{ at }] = jsonLines((await show("--json", "--limit", "1")).stdout);
		const later = new Date(Date.parse(at) + 1_000).toISOString();
		expect((await since(later)).stderr).toBe("relais: there are no such entries\n");
	});

	it("shows what a newer release wrote", async () => {
		await add("somebody.newer", { thing: "x" });
		expect((await show("--limit", "1")).stdout).toContain("somebody.newer");
	});

	it.each([
		[["--since", "yesterday"], "--since: neither ISO 8601 nor NumericDate: yesterday"],
		[["--action", "denied"], /^--action: one of console-link\.made, .+, entries\.deleted$/],
		[["--limit", "0"], "--limit: a whole number from 1 to 10000"],
		[["--limit", "many"], "--limit: a whole number from 1 to 10000"],
		[["--before", "-1"], "--before: a whole number from 1 to 9007199254740991"],
		[["all"], "unexpected argument: all"],
		[["--all"], /Unknown option '--all'/],
	])("refuses %j in one line", async (args, words) => {
		const { status, stdout, stderr } = await show(...args);
		expect([status, stdout]).toEqual([2, ""]);
		const [line, ...rest] = stderr.split("\n");
		expect(rest).toEqual([""]);
		if (typeof words === "string") expect(line).toBe(`relais: ${words}`);
		else expect(line?.replace(/^relais: /, "")).toMatch(words);
	});

	it("leaves no connection open, for which its process would wait", async () => {
		await show();
		const open = "SELECT count(*)::int AS open FROM pg_stat_activity WHERE usename = $1";
		await vi.waitFor(async () => expect(await database.query(open, [AUDITOR])).toEqual([{ open: 0 }]));
	});

	it("names its only action", async () => {
		expect(await runRelais(["audit"])).toEqual({ status: 2, stdout: "", stderr: "relais: audit: show\n" });
	});

	it("says what stands in the way, and prints no password", async () => {
		const closed = Object.assign(new URL(url), { port: String(await freePort()) }).href;
		const wrong = Object.assign(new URL(url), { password: "hunter2" }).href;
		const elsewhere = new URL(url);
		elsewhere.searchParams.set("options", "-c search_path=nowhere");
		const answers: string[] = [];
		for (const each of [closed, wrong, elsewhere.href, "", "https://hunter2"]) {
			vi.stubEnv("DATABASE_URL", each);
			const { status, stdout, stderr } = await show();
			expect([status, stdout]).toEqual([2, ""]);
			answers.push(stderr);
		}
		vi.stubEnv("DATABASE_URL", url);
		expect(answers).toEqual([
			expect.stringMatching(/^relais: audit show: the database does not answer \(ECONNREFUSED\): look/),
			expect.stringMatching(/^relais: audit show: the database does not answer \(28P01\): look/),
			"relais: audit show: this database has no audit trail: npm run --silent migrate\n",
			expect.stringMatching(/^relais: audit show: DATABASE_URL cannot be used: it must be an address such as /),
			expect.stringMatching(/^relais: audit show: DATABASE_URL cannot be used: /),
		]);
		expect(answers.join("")).not.toMatch(/hunter2/);
	});
});
