/**
 * Instances of a portal behind a real balancer, with keys, counters and doors of its own, all invented: the stage of the runs
 * in which something is killed or cut off while devices work.
 */
import path from "node:path";
import { type Door, makeDoors } from "@/bench/storm/doors";
import { type Counter, makeCounters } from "@/bench/storm/stage";
import { openServer, type Server } from "@/lib/server/context/open-context";
import { readSettings } from "@/lib/server/settings/settings";
import { type PortalInstance, portalInstance } from "@/tests/support/portal-instance";
import { freePort } from "../../server/port";
import { makeKeys, migrateDatabase } from "../../server/portal-world";
import { startBalancer } from "./balancer";
import type { Programs } from "./programs";

export type Fleet = {
	/** The balancer's. */
	readonly origin: string;
	readonly instances: readonly [PortalInstance, PortalInstance];
	/** This process's own look at keys, cipher and tables. Its loops do not run. */
	readonly server: Server;
	readonly counters: readonly Counter[];
	readonly doors: readonly Door[];
	readonly close: () => Promise<void>;
};

export type FleetOptions = {
	readonly databaseUrl: string;
	readonly counters: number;
	readonly doors: number;
};

export async function openFleet(programs: Programs, options: FleetOptions): Promise<Fleet> {
	const folder = await programs.folder("relais-fleet-");
	const [port, ...instancePorts] = [await freePort(), await freePort(), await freePort()] as const;
	const origin = `http://127.0.0.1:${port}`;
	const settings = {
		RELAIS_DATA: folder,
		DATABASE_URL: options.databaseUrl,
		RELAIS_ORIGIN: origin,
		RELAIS_PROXIES: "1",
		LOG_LEVEL: "warn",
		HOST: "127.0.0.1",
	};
	await makeKeys(folder);
	await migrateDatabase(settings);
	const server = await openServer(readSettings({ ...settings, LOG_LEVEL: "silent" }));
	const counters = await makeCounters(server, options.counters);
	const doors = await makeDoors(server, options.doors);
	const instance = (place: 0 | 1) =>
		portalInstance({
			settings: { ...settings, PORT: String(instancePorts[place]) },
			origin: `http://127.0.0.1:${instancePorts[place]}`,
			logFile: path.join(folder, `instance-${place + 1}.log`),
		});
	const instances: Fleet["instances"] = [instance(0), instance(1)];
	await Promise.all(instances.map((each) => each.start()));
	await startBalancer(programs, { folder, port, instances: instancePorts });
	return {
		...{ origin, server, counters, doors, instances },
		close: async () => {
			await Promise.all(instances.map((each) => each.stop()));
			await server.stop();
		},
	};
}
