/**
 * What etcd, Patroni and HAProxy are told. Commits wait for a synchronous standby, also while there is none
 * (`synchronous_mode_strict`): what the portal acknowledged is on two machines.
 */
import { tuning } from "../postgres/tuning";
import { type BalancedMember, type MemberPlan, placesOf } from "./member-plan";

export type ProgramCall = { readonly name: string; readonly program: string; readonly args: readonly string[] };

const SUPERUSER = "postgres";
const REPLICATION = "replicator";
/** Of the portal, and of its database. */
export const OWNER = "relais";

export function etcdCall(plan: MemberPlan): ProgramCall {
	const url = (place: string) => `http://${place}`;
	const cluster = Object.entries(plan.etcdPeers).map(([name, peer]) => `${name}=${url(peer)}`);
	return {
		name: "etcd",
		program: "/usr/bin/etcd",
		args: [
			...["--name", plan.name, "--data-dir", placesOf(plan).etcd, "--initial-cluster-token", "relais"],
			...["--listen-client-urls", url(plan.etcdClient.listen)],
			...["--advertise-client-urls", url(plan.etcdClient.known)],
			...["--listen-peer-urls", url(plan.etcdPeer.listen)],
			...["--initial-advertise-peer-urls", url(plan.etcdPeer.known)],
			...["--initial-cluster", cluster.join(","), "--initial-cluster-state", "new"],
			// See `etcd` below.
			...["--enable-v2", "--log-level", "warn"],
		],
	};
}

export function patroniCall(plan: MemberPlan): ProgramCall {
	return { name: "patroni", program: "/usr/bin/patroni", args: [placesOf(plan).patroni] };
}

/** Seconds: after `ttl` without its leader's word a standby takes over. */
const TIMES = { ttl: 20, loop_wait: 5, retry_timeout: 5 } as const;

const PARAMETERS = {
	synchronous_commit: "on",
	wal_log_hints: "on",
	max_connections: 200,
	timezone: "UTC",
	// No personal data in logs: no statement texts, and no key values of a failed constraint.
	log_min_error_statement: "panic",
	log_error_verbosity: "terse",
	// A machine that fell silent is given up as soon as Patroni gives it up.
	wal_sender_timeout: "10s",
	wal_receiver_timeout: "10s",
	tcp_user_timeout: "10s",
} as const;

/** Patroni's settings. YAML, of which JSON is a part. */
export function patroniSettings(plan: MemberPlan): string {
	const { name, passwords, patroni, postgres, allowed, folder, binaries } = plan;
	const places = placesOf(plan);
	const settings = {
		scope: "relais",
		name,
		restapi: { listen: patroni.listen, connect_address: patroni.known },
		// Not `etcd3`: with that, Patroni 3.0 takes the leader's key back without looking whose it is by then.
		etcd: { hosts: plan.etcdHosts, use_proxies: true },
		bootstrap: {
			dcs: {
				...TIMES,
				synchronous_mode: true,
				synchronous_mode_strict: true,
				postgresql: { use_pg_rewind: true, use_slots: true, parameters: { ...PARAMETERS, ...tuning() } },
			},
			initdb: ["data-checksums", { encoding: "UTF8" }, { locale: "C.UTF-8" }, { auth: "scram-sha-256" }],
			post_bootstrap: `/bin/sh ${places.makeDatabase}`,
		},
		postgresql: {
			listen: postgres.listen,
			connect_address: postgres.known,
			data_dir: places.data,
			bin_dir: binaries,
			authentication: {
				superuser: { username: SUPERUSER, password: passwords.superuser },
				replication: { username: REPLICATION, password: passwords.replication },
			},
			parameters: { unix_socket_directories: folder },
			// A new member does not wait for the next regular checkpoint.
			basebackup: [{ checkpoint: "fast" }],
			pg_hba: [
				"local all all scram-sha-256",
				...["127.0.0.1/32", ...allowed].flatMap((network) => [
					`host all all ${network} scram-sha-256`,
					`host replication ${REPLICATION} ${network} scram-sha-256`,
				]),
			],
		},
	};
	return `${JSON.stringify(settings, null, 2)}\n`;
}

/** Run once, by the member that makes the cluster; the first argument is how to connect. */
export function makeDatabaseScript({ passwords }: Pick<MemberPlan, "passwords">): string {
	return `set -e
psql -X -v ON_ERROR_STOP=1 -d "$1" -c "CREATE ROLE ${OWNER} LOGIN PASSWORD '${passwords.relais}'"
psql -X -v ON_ERROR_STOP=1 -d "$1" -c "CREATE DATABASE ${OWNER} OWNER ${OWNER}"
`;
}

/** HAProxy beside a portal: connections go to whichever member is the primary, and end when it is that no more. */
export function databaseBalancer(members: readonly BalancedMember[], bind = "127.0.0.1:5000"): string {
	const servers = members.map(({ name, postgres, patroni }) => {
		const [host, port] = patroni.split(":");
		return `    server ${name} ${postgres} check addr ${host} port ${port}`;
	});
	return `defaults
    mode tcp
    timeout connect 2s
    timeout check 2s
    # Longer than any statement; idle connections are the portal's to close.
    timeout client 1h
    timeout server 1h
    option clitcpka
    option srvtcpka

listen database
    bind ${bind}
    option httpchk GET /primary
    http-check expect status 200
    default-server inter 1s fall 2 rise 1 on-marked-down shutdown-sessions
${servers.join("\n")}
`;
}
