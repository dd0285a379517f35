/** What every generated device has: the client's own way to the portal, its back-off, and its rounds of work. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Link } from "@/lib/outbox/backoff";
import { noteHint, type RunPorts, runTasks, type Task } from "@/lib/outbox/run-tasks";
import {
	callPortal,
	type PortalCall,
	type PortalFailure,
	type PortalPorts,
	probePortal,
} from "@/lib/portal/portal-client";
import type { Result } from "@/lib/shared/result";
import { memoryValueStore } from "@/tests/support/memory-value-store";
import type { DeviceKey } from "@/tests/support/test-device";
import { countedFetch } from "./counted-fetch";
import type { Answers } from "./ledger";

export type Call = <Answer>(
	call: Pick<PortalCall<Answer>, "path" | "body" | "answer" | "timeout">,
) => Promise<Result<Answer, PortalFailure>>;

export type Device = {
	/** Makes nothing new from now on. */
	rest(): void;
	/** Somebody looks at it, as people do when the portal is back. */
	hint(): Promise<void>;
	/** Ends its rounds. */
	stop(): Promise<void>;
};

export const deviceNow = () => Math.floor(Date.now() / 1_000);

export function portalOf(origin: string, answers: Answers): PortalPorts {
	let offset: number | undefined;
	return {
		origin,
		fetch: countedFetch(answers),
		clock: {
			read: async () => ({ now: deviceNow(), offset }),
			learn: async (serverTime) => {
				offset = serverTime - deviceNow();
			},
		},
		noteHealth: async () => {},
	};
}

export function callAs({ privateKey, thumbprint }: DeviceKey, ports: PortalPorts): Call {
	const device = { privateKey, thumbprint };
	return (call) => callPortal({ ...call, device, enrolled: true }, ports);
}

export type Work = {
	readonly ports: PortalPorts;
	/** Sends what waits. */
	readonly task: Task;
	/** Makes one thing; called again and again until the device rests. */
	readonly make: () => Promise<void>;
	/** Milliseconds from one to the next. */
	readonly pause: () => number;
};

/** How often a device looks whether its next round is due, milliseconds. */
const LOOK = 100;

export function startDevice({ ports, task, make, pause }: Work): Device {
	const link = memoryValueStore<Link>();
	const run: RunPorts = { link, probe: () => probePortal(ports), now: deviceNow, random: Math.random };
	const state = { resting: false, stopped: false, woken: false };
	const making = (async () => {
		while (!state.resting) {
			await make();
			state.woken = true;
			await sleep(pause());
		}
	})();
	const sending = (async () => {
		let next = 0;
		while (!state.stopped) {
			if (state.woken || deviceNow() >= next) {
				state.woken = false;
				next = await runTasks([task], run);
			}
			await sleep(LOOK);
		}
	})();
	return {
		rest: () => {
			state.resting = true;
		},
		hint: async () => {
			await noteHint(run);
			state.woken = true;
		},
		stop: async () => {
			state.resting = true;
			state.stopped = true;
			await Promise.all([making, sending]);
		},
	};
}
