/** One machine of the database: an etcd member, and a PostgreSQL that Patroni runs. Three of them make the cluster. */
import path from "node:path";

/** `host:port` where a program listens, and by which the other machines reach it. */
export type Place = { readonly listen: string; readonly known: string };

type Passwords = {
	/** Patroni's own connections. */
	readonly superuser: string;
	readonly replication: string;
	/** The portal's. */
	readonly relais: string;
};

export type MemberPlan = {
	readonly name: string;
	/** Absolute. Of the account that runs PostgreSQL. */
	readonly folder: string;
	readonly etcdClient: Place;
	readonly etcdPeer: Place;
	/** By name, how each member's etcd is reached by the others' (`host:port`). */
	readonly etcdPeers: Readonly<Record<string, string>>;
	/** How this machine's Patroni reaches etcd. */
	readonly etcdHosts: readonly string[];
	readonly patroni: Place;
	readonly postgres: Place;
	/** Networks from which the portal and the other machines connect to PostgreSQL. */
	readonly allowed: readonly string[];
	/** Folder of PostgreSQL's programs. */
	readonly binaries: string;
	readonly passwords: Passwords;
};

const PORTS = { postgres: 5432, patroni: 8008, etcdClient: 2379, etcdPeer: 2380 } as const;

export type Members = ReadonlyMap<string, string>;

/** Every program on its usual port of the machine's own address. */
export function usualPlan(
	members: Members,
	own: Pick<MemberPlan, "name" | "folder" | "binaries" | "passwords"> & { readonly clients: readonly string[] },
): MemberPlan {
	const { name, folder, binaries, passwords, clients } = own;
	const host = members.get(name);
	if (host === undefined) throw new Error(`no member is called ${name}`);
	const at = (port: number): Place => ({ listen: `${host}:${port}`, known: `${host}:${port}` });
	const hosts = [...members.values()];
	return {
		...{ name, folder, binaries, passwords },
		etcdClient: at(PORTS.etcdClient),
		etcdPeer: at(PORTS.etcdPeer),
		etcdPeers: Object.fromEntries([...members].map(([each, address]) => [each, `${address}:${PORTS.etcdPeer}`])),
		etcdHosts: hosts.map((each) => `${each}:${PORTS.etcdClient}`),
		patroni: at(PORTS.patroni),
		postgres: at(PORTS.postgres),
		allowed: [...hosts, ...clients].map((each) => (each.includes("/") ? each : `${each}/32`)),
	};
}

/** `a=10.0.0.21,b=10.0.0.22,c=10.0.0.23`. Undefined where that is not what it says. */
export function readMembers(text: string): Members | undefined {
	const pairs = text.split(",").map((part) => /^([a-z][a-z0-9-]{0,20})=([0-9a-zA-Z.-]+)$/.exec(part.trim()));
	const members = new Map(pairs.flatMap((found) => (found ? [[found[1] ?? "", found[2] ?? ""] as const] : [])));
	return members.size === pairs.length && members.size >= 3 && members.size % 2 === 1 ? members : undefined;
}

/** As a portal's balancer needs to know a member. */
export type BalancedMember = {
	readonly name: string;
	readonly postgres: string;
	readonly patroni: string;
};

export function usualMembers(members: Members): readonly BalancedMember[] {
	return [...members].map(([name, host]) => ({
		name,
		postgres: `${host}:${PORTS.postgres}`,
		patroni: `${host}:${PORTS.patroni}`,
	}));
}

/** Files of a member, below its folder. */
export function placesOf({ folder }: Pick<MemberPlan, "folder">) {
	const at = (name: string) => path.join(folder, name);
	return {
		etcd: at("etcd"),
		data: at("postgres"),
		postmasterPid: path.join(at("postgres"), "postmaster.pid"),
		patroni: at("patroni.json"),
		makeDatabase: at("make-database.sh"),
		log: (program: string) => at(`${program}.log`),
		pid: (program: string) => at(`${program}.pid`),
	};
}
