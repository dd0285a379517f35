/**
 * One real PostgreSQL for all suites that need one: started once a run, with a template database that has the tables.
 * The server lives in a folder of its own and is deleted at the end.
 */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { TestProject } from "vitest/node";
import { ROOT, TYPESCRIPT } from "../../scripts/bootstrap/project.mjs";
import { startPostgres } from "../../server/postgres/postgres";

export const TEMPLATE = "relais_template";

declare module "vitest" {
	export interface ProvidedContext {
		/** Connection string of the template database. */
		readonly postgres: string;
	}
}

/** As an operator does it, in a process of its own. */
async function migrate(url: string): Promise<void> {
	const args = [...TYPESCRIPT, "server/commands/migrate.ts"];
	await promisify(execFile)(process.execPath, args, { cwd: ROOT, env: { ...process.env, DATABASE_URL: url } });
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const { template, destroy } = await templateServer();
	project.provide("postgres", template);
	return destroy;
}

/** `template`: connection string of a database with the tables, to be copied. */
export async function templateServer(): Promise<{ readonly template: string; readonly destroy: () => Promise<void> }> {
	const dataFolder = await mkdtemp(join(tmpdir(), "relais-test-"));
	const postgres = await startPostgres({ dataFolder, database: "relais", databaseUrl: "", transient: true });
	const template = await postgres.createDatabase(TEMPLATE);
	await migrate(template);
	return {
		template,
		destroy: async () => {
			await postgres.destroy();
			await rm(dataFolder, { recursive: true, force: true });
		},
	};
}
