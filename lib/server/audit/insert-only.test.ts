/** The table of the audit trail, whoever writes to it: here its owner, who is the server's superuser too. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshDatabase, type TestDatabase } from "@/tests/support/test-database";

let database: TestDatabase;

const ADD =
	"INSERT INTO audit_entries (actor_kind, actor, action, subject) VALUES ('command', 'x', 'venue.added', '{}')";

beforeAll(async () => {
	database = await freshDatabase();
	await database.query(ADD);
});
afterAll(() => database.drop());

const entries = () => database.query("SELECT * FROM audit_entries ORDER BY id");

describe("[AU-2] entries are only ever added", () => {
	it.each([
		"UPDATE audit_entries SET actor = 'nobody'",
		"UPDATE audit_entries SET actor = 'nobody' WHERE false",
		"DELETE FROM audit_entries",
		"TRUNCATE audit_entries",
		"SET session_replication_role = replica; DELETE FROM audit_entries",
		`${ADD.replace("(actor_kind", "(id, actor_kind").replace("('command'", "(1, 'command'")} ON CONFLICT (id) DO UPDATE SET actor = 'nobody'`,
	])("also by their owner: %s", async (statement) => {
		const before = await entries();
		await expect(database.query(statement)).rejects.toMatchObject({
			code: "42501",
			message: expect.stringMatching(/^entries of the audit trail are only ever added: (UPDATE|DELETE|TRUNCATE) /),
		});
		expect(await entries()).toEqual(before);
	});

	it("and dated by the database, whatever time they are given", async () => {
		const dated = ADD.replace("(actor_kind", "(at, actor_kind").replace("('command'", "('2001-01-01', 'command'");
		const [row] = await database.query(`${dated} RETURNING at > now() - interval '1 minute' AS now`);
		expect(row).toEqual({ now: true });
	});

	it.each([
		["actor_kind", ADD.replace("'command'", "'nobody'")],
		["action", ADD.replace("venue.added", "Somebody did something")],
		["subject", ADD.replace("'{}'", "'\"free text\"'")],
	])("and none without an act: %s", async (column, statement) => {
		await expect(database.query(statement)).rejects.toThrow(`audit_entries_${column}`);
	});
});
