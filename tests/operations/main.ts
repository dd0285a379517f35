/**
 * `npm run operations`: somebody sets up a portal by following docs/operations.md, with a PostgreSQL of their own: every
 * block is run as it is printed there, with folders and addresses of this run. Each step says what has to be true after
 * it; the last line counts them. What a failing machine does: `npm run failover`.
 */
import { readdir } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { denialAnswer } from "@/lib/protocol/console";
import { PATHS } from "@/lib/protocol/paths";
import { missingCluster } from "../failover/members";
import { missingBalancer } from "../fleet/balancer";
import { openPrograms, type Programs } from "../fleet/programs";
import { requireApart, requireTrail } from "./accounts";
import { type Console, type EnrolledCounter, enrolCounter, PHARMACY, signIn } from "./console";
import { serveCopy } from "./copied-lists";
import { type OwnPostgres, openOwnPostgres } from "./own-postgres";
import { backUp, restore } from "./restore";
import { follow, shell } from "./shell";
import { type Site, setUp } from "./site";
import { openWork } from "./work";

const started = performance.now();
let steps = 0;

async function step<Value>(name: string, work: () => Promise<Value>): Promise<Value> {
	const value = await work();
	steps++;
	console.log(`[${String(Math.round((performance.now() - started) / 1000)).padStart(4)} s] ${name}`);
	return value;
}

/** Until it is so; published files follow within a minute. */
async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
	for (let attempt = 0; attempt < 240; attempt++) {
		if (await isSo()) return;
		await sleep(500);
	}
	throw new Error(`not within two minutes: ${what}`);
}

const published = async ({ origin }: Site, name: string) => (await fetch(`${origin}/trust/${name}`)).text();

async function firstAdministrator(site: Site): Promise<Console> {
	const link = await shell('npm run --silent console-link -- "Name"', { cwd: site.root, env: site.env });
	const operator = await signIn(site.origin, link.trim().split("\n").at(-1) ?? "");
	await operator.post(PATHS.console.pharmacies, { number: PHARMACY, name: "Pharmacie du Pont", town: "Lyon" });
	return operator;
}

async function rootFile({ data }: Site): Promise<string> {
	const [name = ""] = (await readdir(path.join(data, "keys"))).filter((each) => each.startsWith("root-"));
	return path.join(data, "keys", name);
}

async function renew(site: Site): Promise<void> {
	const before = decodeJwt(await published(site, "keyset.jwt"))["seq"];
	const changes = new Map([["root-….json", await rootFile(site)]]);
	await follow("keys add delegation", { cwd: site.root, env: site.env, changes });
	await until("the next keyset is published", async () => {
		return decodeJwt(await published(site, "keyset.jwt"))["seq"] === Number(before) + 1;
	});
}

async function replaceStolenKey(site: Site): Promise<void> {
	const { kid = "" } = decodeProtectedHeader(await published(site, "list.jwt"));
	const changes = new Map([
		["root-….json", await rootFile(site)],
		["KID", kid],
	]);
	await follow("--reason stolen", { cwd: site.root, env: site.env, changes });
	await until("the list is signed by another key, and the keyset names the stolen one", async () => {
		const removed = decodeJwt(await published(site, "keyset.jwt"))["removed"];
		return (
			decodeProtectedHeader(await published(site, "list.jwt")).kid !== kid && JSON.stringify(removed).includes(kid)
		);
	});
}

async function deny(site: Site, operator: Console, { deviceId }: EnrolledCounter): Promise<void> {
	const answer = await operator.post(PATHS.console.denials, { device: deviceId, reason: "stolen" });
	const { listSeq } = denialAnswer.parse(answer);
	if (decodeJwt(await published(site, "list.jwt"))["seq"] !== listSeq) throw new Error("the denial is not published");
}

async function isDenied(database: OwnPostgres, { deviceId }: EnrolledCounter): Promise<boolean> {
	const rows = await database.query(`SELECT state FROM devices WHERE id = '${deviceId}'`);
	return rows[0]?.["state"] === "denied";
}

async function restoreAfterDenial(
	site: Site,
	database: OwnPostgres,
	work: { operator: Console; thief: EnrolledCounter },
) {
	const at = new Date();
	await sleep(2_000);
	await step("a device is denied after the moment that will be restored", () => deny(site, work.operator, work.thief));
	await requireTrail(site, [`device ${work.thief.deviceId}`, "device.denied"]);
	await step("an earlier moment is restored, by base and archived log", async () => {
		for (const each of site.instances) await each.stop();
		await restore(database, at);
		if (await isDenied(database, work.thief)) throw new Error("this moment was not restored");
	});
	await step("the restored portal knows by its published files what it had denied", async () => {
		for (const each of site.instances) await each.start();
		await until("the denial is known again", () => isDenied(database, work.thief));
		await requireTrail(site, ["published.restored"]);
	});
}

async function run(programs: Programs): Promise<boolean> {
	const database = await step("a PostgreSQL of one's own archives its log", () => openOwnPostgres(programs));
	const site = await step("built, keys, tables and accounts made, two instances behind HAProxy", () =>
		setUp(programs, database),
	);
	try {
		const operator = await step("the first administrator signs in", () => firstAdministrator(site));
		const [counter, thief] = [await enrolCounter(site.origin, operator), await enrolCounter(site.origin, operator)];
		const work = openWork(site, counter);
		await step("an enrolled counter registers", () => work.register(20));
		await step("the auditor reads who did what, and nothing else; the portal cannot read it", async () => {
			await requireApart(site.accounts);
			await requireTrail(site, ["console-link.made", "console.opened", "operator Name", counter.deviceId]);
		});
		await step("the keyset is renewed, and brings a new key", () => renew(site));
		await step("a stolen list key is replaced", () => replaceStolenKey(site));
		await step("the database and the keys are backed up", () => backUp(site, database));
		await step("the counter goes on", () => work.register(20));
		await restoreAfterDenial(site, database, { operator, thief });
		await step("the counter goes on after the restore", () => work.register(20));
		await step("nginx serves the copied lists as the portal does", () => serveCopy(programs, site));
		const fault = await work.fault();
		console.log(fault ?? "all that the counter was told is stored");
		return fault === undefined;
	} finally {
		for (const each of site.instances) await each.stop();
	}
}

async function main(): Promise<boolean> {
	const missing = missingBalancer() ?? missingCluster();
	if (missing !== undefined) {
		console.log(`skipped: ${missing}`);
		return true;
	}
	const programs = openPrograms();
	try {
		const held = await run(programs);
		console.log(`${steps} passed, ${held ? 0 : 1} failed`);
		return held;
	} finally {
		await programs.close();
	}
}

process.exitCode = (await main()) ? 0 : 1;
process.exit();
