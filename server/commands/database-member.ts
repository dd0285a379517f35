/**
 * The production database without containers, from Debian's packages (docs/operations.md, "A database that survives its
 * machine"):
 *
 *   passwords                        prints new passwords, for one file that all machines get
 *   run --name a --members … …       runs this machine's etcd and Patroni until it is asked to stop
 *   balancer --members …             prints the HAProxy configuration for the machines of the portal
 */
import { randomBytes } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { StepFailed, say } from "../../scripts/bootstrap/project.mjs";
import { databaseBalancer } from "../cluster/member-files";
import { type MemberPlan, readMembers, usualMembers, usualPlan } from "../cluster/member-plan";
import { runMember } from "../cluster/run-member";
import { stopOnSignal } from "../stop-signals";

const USAGE = `usage: database-member passwords
       database-member run --name a --members a=10.0.0.21,b=10.0.0.22,c=10.0.0.23 --passwords FILE --folder FOLDER
                           [--clients 10.0.0.11,10.0.0.12]
       database-member balancer --members a=10.0.0.21,b=10.0.0.22,c=10.0.0.23`;

const OPTIONS = {
	name: { type: "string" },
	members: { type: "string" },
	passwords: { type: "string" },
	folder: { type: "string" },
	clients: { type: "string", default: "" },
	/** A plan as JSON, for programs on unusual ports. */
	plan: { type: "string" },
} as const;

/** URL-safe: they stand in connection strings and in SQL. */
const password = z.string().regex(/^[\w-]{20,}$/);
const passwordFile = z.strictObject({ superuser: password, replication: password, relais: password });

const DEBIAN = "/usr/lib/postgresql";
const NEEDED = ["/usr/bin/etcd", "/usr/bin/patroni", "/usr/bin/psql"];

type Values = ReturnType<typeof readCommand>["values"];

function readCommand(args: readonly string[]) {
	try {
		return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
	} catch (error) {
		throw new StepFailed(`${error instanceof Error ? error.message : error}\n${USAGE}`);
	}
}

function needed<Name extends "name" | "members" | "passwords" | "folder">(values: Values, name: Name): string {
	const value = values[name];
	if (value === undefined || value === "") throw new StepFailed(`--${name} is missing\n${USAGE}`);
	return value;
}

function membersOf(values: Values) {
	const members = readMembers(needed(values, "members"));
	if (members === undefined) throw new StepFailed("--members takes an odd number of name=address, three at least");
	return members;
}

/** Folder of the newest PostgreSQL of Debian's. */
function findBinaries(): string {
	const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).map(Number) : [];
	const [newest] = versions.filter((version) => version >= 15).sort((a, b) => b - a);
	const missing = NEEDED.filter((program) => !existsSync(program));
	if (newest === undefined || missing.length > 0) {
		throw new StepFailed("this needs Debian's packages: apt-get install postgresql patroni etcd-server python3-etcd");
	}
	return path.join(DEBIAN, String(newest), "bin");
}

async function planOf(values: Values): Promise<MemberPlan> {
	const binaries = findBinaries();
	if (values.plan !== undefined) return { ...JSON.parse(await readFile(values.plan, "utf8")), binaries };
	const file = needed(values, "passwords");
	const read = passwordFile.safeParse(JSON.parse(await readFile(file, "utf8")));
	if (!read.success) throw new StepFailed(`${file} is not what "database-member passwords" prints`);
	const members = membersOf(values);
	const name = needed(values, "name");
	if (!members.has(name)) throw new StepFailed(`--members does not name ${name}`);
	const clients = values.clients.split(",").filter((each) => each !== "");
	const folder = path.resolve(needed(values, "folder"));
	return usualPlan(members, { name, folder, binaries, passwords: read.data, clients });
}

async function run(values: Values): Promise<void> {
	const plan = await planOf(values);
	const member = await runMember(plan);
	stopOnSignal(member.stop);
	say(`member ${plan.name} runs, its logs are in ${plan.folder}`);
}

function printPasswords(): void {
	const make = () => randomBytes(24).toString("base64url");
	console.log(JSON.stringify({ superuser: make(), replication: make(), relais: make() }));
}

async function main(args: readonly string[]): Promise<void> {
	const { values, positionals } = readCommand(args);
	switch (positionals.join(" ")) {
		case "passwords":
			return printPasswords();
		case "run":
			return await run(values);
		case "balancer":
			return console.log(databaseBalancer(usualMembers(membersOf(values))).trimEnd());
		default:
			throw new StepFailed(USAGE);
	}
}

try {
	await main(process.argv.slice(2));
} catch (error) {
	if (!(error instanceof StepFailed)) throw error;
	console.error(`relais: ${error.message}`);
	process.exitCode = 1;
}
