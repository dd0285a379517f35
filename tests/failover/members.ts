/** Three members of the database on one machine, each behind cables that can be cut. */
import { existsSync } from "node:fs";
import { chmod, chown, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { processes } from "@/bench/storm/processor-time";
import { ROOT, TYPESCRIPT } from "../../scripts/bootstrap/project.mjs";
import { databaseBalancer, OWNER } from "../../server/cluster/member-files";
import { type BalancedMember, type MemberPlan, type Place, placesOf } from "../../server/cluster/member-plan";
import { errnoOf } from "../../server/errno";
import { freePort } from "../../server/port";
import { serverAccount } from "../../server/postgres/binaries";
import { startHaproxy } from "../fleet/balancer";
import type { Program, Programs } from "../fleet/programs";
import { openLink, type TcpLink } from "../fleet/tcp-link";

const NAMES = ["a", "b", "c"] as const;
const PASSWORDS = {
	superuser: "a-password-of-no-other-cluster",
	replication: "another-one-of-the-same-cluster",
	relais: "and-the-portals-own-password",
} as const;

/** What a run needs and this machine lacks, as a sentence; undefined where all of it is there. */
export function missingCluster(): string | undefined {
	const needed = ["/usr/bin/etcd", "/usr/bin/patroni", "/usr/lib/postgresql"];
	if (needed.every(existsSync)) return undefined;
	return "Patroni, etcd or PostgreSQL are not installed here (Debian: apt-get install postgresql patroni etcd-server python3-etcd)";
}

export type Member = {
	readonly name: string;
	/** Every process of it, PostgreSQL's too. */
	signal(signal: "SIGKILL" | "SIGSTOP" | "SIGCONT"): Promise<void>;
	start(): void;
	cut(): void;
	heal(): void;
	readonly plan: MemberPlan;
};

export type Cluster = {
	readonly members: readonly Member[];
	/** Through HAProxy, which finds the primary. */
	readonly databaseUrl: string;
	/** The member that leads and by whom commits are waited for; rejects when they are not settled in time. */
	settled(): Promise<Member>;
	close(): Promise<void>;
};

type Ports = { readonly client: number; readonly peer: number; readonly patroni: number; readonly postgres: number };

const local = (port: number) => `127.0.0.1:${port}`;

export async function openCluster(programs: Programs): Promise<Cluster> {
	const folder = await programs.folder("relais-members-");
	const account = await serverAccount();
	await chmod(folder, 0o755);
	const links: TcpLink[] = [];
	const link = async (target: string) => {
		const opened = await openLink(target);
		links.push(opened);
		return opened;
	};
	const ports = await Promise.all(NAMES.map(freePorts));
	const etcdPeers = Object.fromEntries(NAMES.map((name, i) => [name, local(ports[i]?.peer ?? 0)]));
	const members: Member[] = [];
	for (const [i, name] of NAMES.entries()) {
		const own = ports[i] as Ports;
		const around = {
			postgres: await link(local(own.postgres)),
			patroni: await link(local(own.patroni)),
			etcd: await Promise.all(ports.map(({ client }) => link(local(client)))),
		};
		const plan: MemberPlan = {
			name,
			folder: path.join(folder, name),
			etcdClient: bare(own.client),
			etcdPeer: bare(own.peer),
			etcdPeers,
			etcdHosts: around.etcd.map(({ place }) => place),
			patroni: { listen: local(own.patroni), known: around.patroni.place },
			postgres: { listen: local(own.postgres), known: around.postgres.place },
			allowed: [],
			binaries: "",
			passwords: PASSWORDS,
		};
		const file = path.join(folder, `${name}.json`);
		await writeFile(file, JSON.stringify(plan));
		members.push(openMember(programs, { plan, file, cables: [around.postgres, around.patroni, ...around.etcd] }));
	}
	if (account !== undefined) await chown(folder, account.uid, account.gid);
	for (const member of members) member.start();
	const port = await freePort();
	await startHaproxy(programs, {
		folder,
		name: "database",
		text: databaseBalancer(members.map(balanced), local(port)),
		port,
	});
	return {
		members,
		databaseUrl: `postgresql://${OWNER}:${PASSWORDS.relais}@${local(port)}/${OWNER}`,
		settled: () => settled(members),
		close: async () => {
			for (const each of links) await each.close();
		},
	};
}

const bare = (port: number): Place => ({ listen: local(port), known: local(port) });

async function freePorts(): Promise<Ports> {
	return { client: await freePort(), peer: await freePort(), patroni: await freePort(), postgres: await freePort() };
}

function balanced({ name, plan }: Member): BalancedMember {
	return { name, postgres: plan.postgres.known, patroni: plan.patroni.known };
}

type Parts = { readonly plan: MemberPlan; readonly file: string; readonly cables: readonly TcpLink[] };

function openMember(programs: Programs, { plan, file, cables }: Parts): Member {
	const places = placesOf(plan);
	const pidFiles = [places.pid("patroni"), places.pid("etcd"), places.postmasterPid];
	for (const each of pidFiles) programs.watch(each);
	let program: Program | undefined;
	return {
		name: plan.name,
		plan,
		start() {
			program = programs.start({
				program: process.execPath,
				args: [...TYPESCRIPT, "server/commands/database-member.ts", "run", "--plan", file],
				cwd: ROOT,
				logFile: path.join(path.dirname(plan.folder), `${plan.name}.log`),
			});
		},
		async signal(signal) {
			const roots = (await Promise.all(pidFiles.map(pidOf))).flatMap((pid) => pid ?? []);
			// First who would start the others again.
			const pids = [...(program === undefined ? [] : [program.pid]), ...roots.flatMap(treeOf)];
			for (const pid of pids) send(pid, signal);
			if (signal === "SIGKILL") await program?.end("SIGKILL");
		},
		cut: () => {
			for (const cable of cables) cable.cut();
		},
		heal: () => {
			for (const cable of cables) cable.heal();
		},
	};
}

/** Connections of PostgreSQL end at any moment. */
function send(pid: number, signal: NodeJS.Signals): void {
	try {
		process.kill(pid, signal);
	} catch (error) {
		if (errnoOf(error) !== "ESRCH") throw error;
	}
}

async function pidOf(file: string): Promise<number | undefined> {
	const pid = Number.parseInt(await readFile(file, "utf8").catch(() => ""), 10);
	return pid > 1 ? pid : undefined;
}

function treeOf(root: number): readonly number[] {
	const all = processes();
	const below = (pid: number): readonly number[] => [
		...(all.some((each) => each.pid === pid) ? [pid] : []),
		...all.filter(({ parent }) => parent === pid).flatMap((child) => below(child.pid)),
	];
	return below(root);
}

type Seen = { readonly members: readonly { readonly name: string; readonly role: string; readonly state: string }[] };

/** Seconds in which a cluster has to come to rest, whatever befell it. */
const PATIENCE = 240;

async function settled(members: readonly Member[]): Promise<Member> {
	let seen = "";
	for (const end = performance.now() + PATIENCE * 1_000; performance.now() < end; await sleep(500)) {
		const looks = await Promise.all(members.map(({ plan }) => look(plan)));
		seen = JSON.stringify(looks);
		const roles = looks.flatMap(
			(each) =>
				each?.members
					.map(({ role, state }) => `${role} ${state}`)
					.sort()
					.join() ?? [],
		);
		const isSettled =
			looks.length === roles.length &&
			roles.every((each) => each === "leader running,replica running,sync_standby running");
		const leaders = new Set(looks.map((each) => each?.members.find(({ role }) => role === "leader")?.name));
		const [leader] = leaders;
		const found = members.find(({ name }) => name === leader);
		// One that was away repeats for a while what it knew before.
		if (isSettled && leaders.size === 1 && found !== undefined) return found;
	}
	throw new Error(`the cluster did not come to rest within ${PATIENCE} s: ${seen}`);
}

/** What this member's Patroni knows of all. */
async function look({ patroni }: MemberPlan): Promise<Seen | undefined> {
	try {
		return (await (
			await fetch(`http://${patroni.known}/cluster`, { signal: AbortSignal.timeout(2_000) })
		).json()) as Seen;
	} catch {
		return undefined;
	}
}
