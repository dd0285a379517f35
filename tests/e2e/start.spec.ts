/** `npm start` as a person at a terminal meets it: started, stopped in every way, started again. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test as it } from "@playwright/test";
import { decodeJwt } from "jose";
import { ROOT } from "../../scripts/bootstrap/project.mjs";
import { freePort } from "../../server/port";
import { findPostgres } from "../../server/postgres/postgres";

type Started = {
	readonly npm: ChildProcess;
	readonly links: ReadonlyMap<string, string>;
	/** All that it has said, once nothing that it started runs any more. */
	readonly ended: Promise<string>;
};

let folder: string;
let postgresHome: string;
let port: number;
let running: Started | undefined;

it.skip(process.platform === "win32", "Windows has no signals");
it.beforeEach(async () => {
	it.setTimeout(300_000);
	folder = await mkdtemp(path.join(tmpdir(), "relais-start-"));
	port = await freePort();
	// Under root the database lies outside the data folder, and the test's must be found and deleted too.
	postgresHome = await mkdtemp(path.join(tmpdir(), "relais-start-"));
	process.env["RELAIS_POSTGRES_HOME"] = postgresHome;
});
it.afterEach(async () => {
	running?.npm.kill("SIGTERM");
	await running?.ended;
	delete process.env["RELAIS_POSTGRES_HOME"];
	for (const each of [folder, postgresHome]) await rm(each, { recursive: true, force: true, maxRetries: 5 });
});

const dataFolder = () => path.join(folder, "data");

/** Resolves when it serves. */
async function start(): Promise<Started> {
	const env = { ...process.env, RELAIS_DATA: dataFolder(), PORT: String(port), DATABASE_URL: "", RELAIS_ORIGIN: "" };
	const npm = spawn("npm", ["start"], { cwd: ROOT, env, stdio: ["ignore", "pipe", "inherit"] });
	let said = "";
	const ended = new Promise<string>((resolve) => npm.once("close", () => resolve(said)));
	const links = new Map<string, string>();
	running = { npm, links, ended };
	await new Promise<void>((resolve, reject) => {
		npm.stdout.setEncoding("utf8").on("data", (text: string) => {
			said += text;
			if (said.includes("Ctrl-C stops")) resolve();
		});
		npm.once("close", () => reject(new Error(`it ended before it served:\n${said}`)));
	});
	for (const [, name = "", link = ""] of said.matchAll(/^ {2}(\w+) +(http\S+)$/gm)) links.set(name, link);
	return running;
}

/** The trust list's number, which only ever grows while the database is the same; published soon after the start. */
async function publishedNumber(): Promise<number> {
	let list = "";
	const fetchList = async () => {
		const answer = await fetch(`http://localhost:${port}/trust/list.jwt`);
		list = await answer.text();
		return answer.status;
	};
	await expect.poll(fetchList, { timeout: 60_000 }).toBe(200);
	return Number(decodeJwt(list)["seq"]);
}

/** A connection that asked to be HTTP no more, and stays open. */
async function openUpgraded(): Promise<Socket> {
	const socket = connect(port, "localhost");
	await new Promise((resolve) => socket.once("connect", resolve));
	socket.on("error", () => {});
	socket.write("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
	return socket;
}

it("starts with one command, and again with what it had, however npm was ended", async () => {
	const first = await start();
	expect([...first.links.keys()]).toEqual(["counter", "door", "train", "console"]);
	const authority = first.links.get("counter")?.split(".").at(-1);
	const before = await publishedNumber();
	const open = await openUpgraded();
	first.npm.kill("SIGTERM");
	expect(await first.ended).toContain("stopping");
	expect(await findPostgres({ dataFolder: dataFolder() })).toBeUndefined();
	open.destroy();

	const second = await start();
	expect(second.links.get("counter")?.split(".").at(-1)).toBe(authority);
	expect(second.links.get("counter")).not.toBe(first.links.get("counter"));
	expect(await publishedNumber()).toBeGreaterThanOrEqual(before);
	second.npm.kill("SIGKILL");
	expect(await second.ended).toContain("npm, which started this, has gone");
	expect(await findPostgres({ dataFolder: dataFolder() })).toBeUndefined();
});

it("ended while it starts its database, leaves none", async () => {
	const env = { ...process.env, RELAIS_DATA: dataFolder(), PORT: String(port), DATABASE_URL: "" };
	const script = spawn(process.execPath, ["scripts/bootstrap/start.mjs"], {
		cwd: ROOT,
		env,
		stdio: ["ignore", "pipe", "inherit"],
	});
	script.stdout.setEncoding("utf8").on("data", (text: string) => {
		if (text.includes("starting PostgreSQL")) script.kill("SIGTERM");
	});
	expect(await new Promise((resolve) => script.once("close", resolve))).toBe(0);
	expect(await findPostgres({ dataFolder: dataFolder() })).toBeUndefined();
});
