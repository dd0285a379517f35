/** A portal that somebody set up by following docs/operations.md, in folders of its own. */
import { execFile } from "node:child_process";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { type PortalInstance, portalInstance } from "@/tests/support/portal-instance";
import { ROOT } from "../../scripts/bootstrap/project.mjs";
import { freePort } from "../../server/port";
import { startBalancer } from "../fleet/balancer";
import { printedBlock } from "../fleet/printed";
import type { Programs } from "../fleet/programs";
import { type Accounts, makeAccounts } from "./accounts";
import type { OwnPostgres } from "./own-postgres";
import { follow } from "./shell";

const run = promisify(execFile);

export type Site = {
	readonly origin: string;
	/** Where the sources of the release lie. */
	readonly root: string;
	readonly data: string;
	readonly env: Readonly<Record<string, string>>;
	readonly instances: readonly PortalInstance[];
	readonly accounts: Accounts;
};

/** As a release is unpacked: what belongs to the sources, and nothing else. */
async function unpackSources(folder: string): Promise<string> {
	const root = path.join(folder, "release");
	await mkdir(root);
	const files = path.join(folder, "files");
	await run(
		"bash",
		[
			"-c",
			`git ls-files -co --exclude-standard -z > '${files}' && tar -cf - --null -T '${files}' | tar -xf - -C '${root}'`,
		],
		{
			cwd: ROOT,
		},
	);
	return root;
}

/** The sections "Production, step by step", "Three accounts" and "Several instances". */
export async function setUp(programs: Programs, database: OwnPostgres): Promise<Site> {
	const folder = await programs.folder("relais-site-");
	const root = await unpackSources(folder);
	const data = path.join(folder, "data");
	const [port, ...ports] = [await freePort(), await freePort(), await freePort()] as const;
	const origin = `http://127.0.0.1:${port}`;
	const settings = {
		RELAIS_DATA: data,
		RELAIS_ORIGIN: origin,
		RELAIS_PROXIES: "1",
		RELAIS_DRAIN_SECONDS: "5",
	};
	const asOwner = { ...settings, DATABASE_URL: database.url };
	// There is no systemd to ask here.
	const changes = new Map([["systemctl restart relais", "true"]]);
	await follow("npm ci", { cwd: root, changes });
	await follow("keys init", { cwd: root, changes, env: settings });
	await follow("npm run --silent migrate", { cwd: root, changes, env: asOwner });
	const accounts = await makeAccounts(database);
	const env = { ...settings, DATABASE_URL: accounts.app };
	const unit = await printedBlock("ini", "ExecStart");
	if (!unit.includes("ExecStart=/usr/bin/node --import tsx/esm server/serve.ts\n"))
		throw new Error("the unit starts something else");
	const instances = ports.map((each, i) =>
		portalInstance({
			settings: { ...env, LOG_LEVEL: "warn", HOST: "127.0.0.1", PORT: String(each) },
			origin: `http://127.0.0.1:${each}`,
			logFile: path.join(folder, `instance-${i + 1}.log`),
			root,
		}),
	);
	await Promise.all(instances.map((each) => each.start()));
	await startBalancer(programs, { folder, port, instances: ports });
	return { origin, root, data, env, instances, accounts };
}
