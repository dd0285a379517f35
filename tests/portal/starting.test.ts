import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ORIGIN, openTestServer, type TestServer } from "@/tests/support/test-server";
import { ROOT } from "../../scripts/bootstrap/project.mjs";
import { wayIn } from "../../server/portal-world";

let portal: TestServer;

beforeAll(async () => {
	portal = await openTestServer();
});
afterAll(() => portal.close());

const settings = () => ({ RELAIS_DATA: portal.dataDir, DATABASE_URL: portal.database.url, RELAIS_ORIGIN: ORIGIN });

/** Rows of every table. */
async function rows(): Promise<Record<string, number>> {
	const tables = await portal.database.query(
		"SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1",
	);
	const counts: Record<string, number> = {};
	for (const { name } of tables) {
		const [row] = await portal.database.query(`SELECT count(*)::int AS n FROM "${name}"`);
		counts[String(name)] = Number(row?.["n"]);
	}
	return counts;
}

describe("a start on a database of one's own", () => {
	it("makes nothing in it and prints no link", async () => {
		const before = await rows();
		const lines = await wayIn({ external: true }, settings());
		expect(await rows()).toEqual(before);
		expect(lines.join("\n")).not.toMatch(/https?:|#/);
		expect(lines.join("\n")).toContain("console-link");
	});

	it("leaves the first operator to a command, whose link opens the console once", async () => {
		const run = spawnSync("npm", ["run", "--silent", "console-link", "--", "Camille Essai"], {
			cwd: ROOT,
			env: { ...process.env, ...settings() },
			encoding: "utf8",
		});
		expect([run.status, run.stderr]).toEqual([0, ""]);
		const token = new URL(run.stdout.trim()).hash.slice(1);
		const open = () =>
			portal.call("/api/console/session", {
				method: "POST",
				headers: { "content-type": "application/json", origin: ORIGIN },
				body: JSON.stringify({ token }),
			});
		const opened = await open();
		expect([opened.status, await opened.json()]).toMatchObject([200, { operator: "Camille Essai" }]);
		expect((await open()).status).toBe(401);
	});
});

describe("a start with a setting that cannot be used", () => {
	it.each([
		["server/serve.ts", { LOG_LEVEL: "verbose" }],
		["server/start-portal.ts", { SMTP_URL: "mail.example" }],
		["server/start-portal.ts", { RELAIS_FIELD_KEY: "short" }],
	])("%s ends with one sentence (%o)", (program, env) => {
		const run = spawnSync(process.execPath, ["--import", "tsx/esm", program], {
			cwd: ROOT,
			env: { ...process.env, ...settings(), ...env },
			encoding: "utf8",
		});
		const [name] = Object.keys(env);
		expect([run.status, run.stdout]).toEqual([1, ""]);
		expect(run.stderr).toMatch(new RegExp(`^relais: ${name} cannot be used: it must [^\n]+\\.\n$`));
	});
});
