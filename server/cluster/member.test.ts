import { describe, expect, it } from "vitest";
import { databaseBalancer, etcdCall, makeDatabaseScript, patroniCall, patroniSettings } from "./member-files";
import { type MemberPlan, readMembers, usualMembers, usualPlan } from "./member-plan";

const MEMBERS = new Map([
	["a", "10.0.0.21"],
	["b", "10.0.0.22"],
	["c", "10.0.0.23"],
]);
const PASSWORDS = { superuser: "first-secret", replication: "second-secret", relais: "third-secret" };
const plan: MemberPlan = usualPlan(MEMBERS, {
	...{ name: "b", folder: "/var/lib/relais/member", binaries: "/usr/lib/postgresql/15/bin" },
	passwords: PASSWORDS,
	clients: ["10.0.0.11", "10.1.0.0/24"],
});

describe("which machines there are", () => {
	it("an odd number of names with addresses, three at least: two of three decide", () => {
		expect(readMembers("a=10.0.0.21, b=10.0.0.22,c=10.0.0.23")).toEqual(MEMBERS);
		for (const text of ["", "a=1.1.1.1", "a=1.1.1.1,b=1.1.1.2", "a=1.1.1.1,b=1.1.1.2,c=1.1.1.3,d=1.1.1.4"]) {
			expect(readMembers(text)).toBeUndefined();
		}
		expect(readMembers("a=1.1.1.1,b=1.1.1.2,a=1.1.1.3")).toBeUndefined();
		expect(readMembers("a=1.1.1.1,b=1.1.1.2,c=x y")).toBeUndefined();
	});
});

describe("what Patroni is told", () => {
	const text = patroniSettings(plan);
	const settings = JSON.parse(text);

	it("[OP-5] commits wait for a second machine, also while there is none, and for its disk", () => {
		expect(settings.bootstrap.dcs).toMatchObject({ synchronous_mode: true, synchronous_mode_strict: true });
		expect(settings.bootstrap.dcs.postgresql.parameters).toMatchObject({ synchronous_commit: "on" });
		const { ttl, loop_wait, retry_timeout } = settings.bootstrap.dcs;
		// Patroni's own rule: a leader that cannot reach etcd has stepped down before another one may begin.
		expect(ttl).toBeGreaterThanOrEqual(loop_wait + 2 * retry_timeout);
	});

	it("[OP-5] the leader's key is renewed by comparing it: whoever was paused finds that it is another's", () => {
		expect(Object.keys(settings)).toContain("etcd");
		expect(Object.keys(settings)).not.toContain("etcd3");
		expect(etcdCall(plan).args).toContain("--enable-v2");
	});

	it("the log has room for a country that comes back at once", () => {
		expect(settings.bootstrap.dcs.postgresql.parameters).toMatchObject({ max_wal_size: "4GB" });
	});

	it("is YAML too, which knows no tabs", () => {
		expect(text).not.toContain("\t");
	});

	it("takes connections from the members and from the portals that were named, by password", () => {
		const { pg_hba: rules } = settings.postgresql;
		for (const from of ["10.0.0.21/32", "10.0.0.11/32", "10.1.0.0/24"]) {
			expect(rules).toContain(`host all all ${from} scram-sha-256`);
		}
		expect(rules.filter((rule: string) => !rule.endsWith(" scram-sha-256"))).toEqual([]);
	});
});

it("no password stands on a command line, which everybody on the machine can read", () => {
	const lines = [etcdCall(plan), patroniCall(plan)].flatMap(({ args }) => args);
	for (const secret of Object.values(PASSWORDS)) expect(lines.join(" ")).not.toContain(secret);
	expect(makeDatabaseScript(plan)).toContain(PASSWORDS.relais);
});

it("a balancer asks Patroni which member is the primary, and ends connections to one that is it no more", () => {
	const text = databaseBalancer(usualMembers(MEMBERS));
	expect(text).toContain("    server c 10.0.0.23:5432 check addr 10.0.0.23 port 8008\n");
	expect(text).toContain("option httpchk GET /primary\n");
	expect(text).toContain("on-marked-down shutdown-sessions");
});
