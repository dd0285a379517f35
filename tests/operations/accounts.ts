/** "Three accounts" and "Audit trail": made by the blocks as they are printed, and what each account can do then. */
import pg from "pg";
import { printedBlock, replaced } from "../fleet/printed";
import type { OwnPostgres } from "./own-postgres";
import { follow } from "./shell";

const PASSWORDS = { relais_app: "of-the-portal-alone", relais_audit: "of-the-auditor-alone" } as const;

export type Accounts = { readonly app: string; readonly auditor: string };

/** Connection strings. The tables are there. */
export async function makeAccounts({ url, query }: Pick<OwnPostgres, "url" | "query">): Promise<Accounts> {
	const blocks = [
		["CREATE ROLE relais_app", "choose-one", PASSWORDS.relais_app],
		["CREATE ROLE relais_audit", "choose-another", PASSWORDS.relais_audit],
	] as const;
	for (const [mark, printed, password] of blocks) {
		await query(replaced(await printedBlock("sql", mark), new Map([[printed, password]])));
	}
	const as = (username: keyof typeof PASSWORDS) =>
		Object.assign(new URL(url), { username, password: PASSWORDS[username] }).href;
	return { app: as("relais_app"), auditor: as("relais_audit") };
}

/** The portal's account neither reads nor changes the audit trail; the auditor's reads it, and nothing else. */
export async function requireApart(accounts: Accounts): Promise<void> {
	const change = ["UPDATE audit_entries SET actor = 'x'", "DELETE FROM audit_entries", "TRUNCATE audit_entries"];
	for (const statement of ["SELECT FROM audit_entries", ...change]) await requireRefused(accounts.app, statement);
	const add =
		"INSERT INTO audit_entries (actor_kind, actor, action, subject) VALUES ('command', 'x', 'venue.added', '{}')";
	for (const statement of ["SELECT FROM records", "SELECT FROM devices", add, ...change])
		await requireRefused(accounts.auditor, statement);
}

async function requireRefused(connectionString: string, statement: string): Promise<void> {
	const client = new pg.Client({ connectionString });
	client.on("error", () => undefined);
	await client.connect();
	try {
		const code = await client.query(statement).then(
			() => "nothing",
			(fault: { readonly code?: unknown }) => String(fault.code),
		);
		if (code !== "42501") throw new Error(`${new URL(connectionString).username}: ${statement}: refused by ${code}`);
	} finally {
		await client.end();
	}
}

/** By the printed command, with the auditor's account and nothing else of the portal. */
export async function requireTrail(
	{ root, accounts }: { readonly root: string; readonly accounts: Accounts },
	wanted: readonly string[],
): Promise<void> {
	const changes = new Map([["postgresql://relais_audit:choose-another@db.example/relais", accounts.auditor]]);
	const trail = await follow("audit show", { cwd: root, changes });
	const missing = wanted.filter((each) => !trail.includes(each));
	if (missing.length > 0) throw new Error(`the audit trail lacks ${missing.join(", ")}:\n${trail}`);
}
