/**
 * `npm run failover [-- --times N]`: PostgreSQL under Patroni with three etcd members and a synchronous standby, two
 * instances of the portal behind HAProxy, counters and doors that work with the client's own outbox and back-off. In turn
 * the primary's machine is killed, paused and cut off; a while later it comes back.
 *
 * In the end what devices were told is stored is compared, byte for byte, with what is. The last line is what came of it;
 * status 0 only if nothing was lost, doubled or left behind.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { missingBalancer } from "../fleet/balancer";
import { command } from "../fleet/command";
import { type Crowd, startCrowd } from "../fleet/crowd";
import { openFleet } from "../fleet/fleet";
import { judge } from "../fleet/judge";
import type { Programs } from "../fleet/programs";
import { type Cluster, type Member, missingCluster, openCluster } from "./members";

const { values } = parseArgs({ options: { times: { type: "string" } } });
const times = Number(values.times ?? 10);
if (!Number.isSafeInteger(times) || times < 1) throw new Error("--times N");

const started = performance.now();
const seconds = () => Math.round((performance.now() - started) / 1000);
const say = (text: string) => console.log(`[${String(seconds()).padStart(4)} s] ${text}`);

/** Milliseconds for which a machine is away: longer than the others wait for its word. */
const AWAY = 35_000;

type Fault = {
	readonly name: string;
	readonly strike: (member: Member) => Promise<void>;
	readonly mend: (member: Member) => Promise<void>;
};

const FAULTS: readonly Fault[] = [
	{
		name: "killed",
		strike: (member) => member.signal("SIGKILL"),
		mend: async (member) => member.start(),
	},
	{
		name: "paused",
		strike: (member) => member.signal("SIGSTOP"),
		mend: (member) => member.signal("SIGCONT"),
	},
	{
		name: "cut off",
		strike: async (member) => member.cut(),
		mend: async (member) => member.heal(),
	},
];

/** Seconds until devices were told again that something is stored, in each fault. */
async function failovers(cluster: Cluster, crowd: Crowd): Promise<readonly number[]> {
	const silences: number[] = [];
	for (let i = 0; i < times; i++) {
		const fault = FAULTS[i % FAULTS.length] as Fault;
		const primary = await cluster.settled();
		await crowd.untilTold(5, 60_000);
		const made = crowd.made();
		const silenceSince = crowd.watchSilence();
		await fault.strike(primary);
		await sleep(AWAY);
		await fault.mend(primary);
		const next = await cluster.settled();
		// Until then devices may all be waiting.
		await crowd.untilTold(1, 180_000);
		const silence = silenceSince() / 1_000;
		silences.push(silence);
		say(
			`primary ${primary.name} ${fault.name}: ${next.name} leads; nothing registered for ${silence.toFixed(1)} s, ` +
				`${crowd.made() - made} acts made meanwhile; ${crowd.progress()}`,
		);
	}
	return silences;
}

async function run(programs: Programs): Promise<boolean> {
	const cluster = await openCluster(programs);
	try {
		say(`${(await cluster.settled()).name} leads`);
		const fleet = await openFleet(programs, { databaseUrl: cluster.databaseUrl, counters: 60, doors: 6 });
		try {
			const crowd = startCrowd(fleet, { pause: 8_000 });
			const silences = await failovers(cluster, crowd);
			say(`calm: the devices empty what waits; ${crowd.progress()}`);
			await crowd.drain();
			console.log(`${times} times: ${FAULTS.map(({ name }) => name).join(", ")} in turn; ${seconds()} s`);
			console.log(`longest time without registration ${Math.max(...silences).toFixed(1)} s`);
			return await judge(fleet, crowd);
		} finally {
			await fleet.close();
		}
	} finally {
		await cluster.close();
	}
}

await command(missingBalancer() ?? missingCluster(), run);
