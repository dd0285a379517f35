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
	readonly folder: string;
	/** Ports on which the instances answer directly. */
	readonly ports: readonly [number, number];
	/** Those that run now. */
	readonly instances: [PortalInstance, PortalInstance];
	/** Another one for the same place in `instances`; not started. */
	readonly instanceFor: (place: 0 | 1, how: InstanceHow) => PortalInstance;
	/** Of every instance, beside its port. */
	readonly settings: Readonly<Record<string, string>>;
	/** This process's own look at keys, cipher and tables. Its loops do not run. */
	readonly server: Server;
	readonly counters: readonly Counter[];
	readonly doors: readonly Door[];
	readonly close: () => Promise<void>;
};

export type FleetOptions = InstanceHow & {
	readonly databaseUrl: string;
	readonly counters: number;
	readonly doors: number;
};

/** `env`: further settings; `root`: a folder of other sources with their build. */
type InstanceHow = { readonly env?: Readonly<Record<string, string>>; readonly root?: string };

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
		...options.env,
	};
	await makeKeys(folder);
	await migrateDatabase(settings);
	const server = await openServer(readSettings({ ...settings, LOG_LEVEL: "silent" }));
	const counters = await makeCounters(server, options.counters);
	const doors = await makeDoors(server, options.doors);
	const instanceFor: Fleet["instanceFor"] = (place, { env = {}, root }) =>
		portalInstance({
			settings: { ...settings, ...env, PORT: String(instancePorts[place]) },
			origin: `http://127.0.0.1:${instancePorts[place]}`,
			logFile: path.join(folder, `instance-${place + 1}.log`),
			...(root === undefined ? {} : { root }),
		});
	const instances: Fleet["instances"] = [instanceFor(0, options), instanceFor(1, options)];
	await Promise.all(instances.map((each) => each.start()));
	await startBalancer(programs, { folder, port, instances: instancePorts });
	return {
		...{ origin, folder, settings, server, counters, doors, instances, instanceFor },
		ports: instancePorts,
		close: async () => {
			await Promise.all(instances.map((each) => each.stop()));
			await server.stop();
		},
	};
}
