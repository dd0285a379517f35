/** lib/portal as a page of this profile calls it, and what the page learns of the time by it (lib/device/trust/clock.ts). */
import { callPortal, type PortalFailure, type PortalPorts } from "@/lib/portal/portal-client";
import { DEVICE_PROOF_SCHEME } from "@/lib/protocol/device-proof";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { Result } from "@/lib/shared/result";
import type { ValueStore } from "@/lib/shared/value-store";
import {
	afterReading,
	afterServerTime,
	bestTime,
	type ClockMemory,
	type Contact,
	NO_CLOCK_MEMORY,
} from "@/lib/trust/device-clock";
import { plantInPortal } from "../mutants/counter-mutants";
import { LOGIN_PAGE, virtualDeadline } from "../network/way";
import type { Page } from "./page";
import type { Profile } from "./profile";

export type Call = <Answer>(
	path: string,
	body: unknown,
	options: { readonly answer: Parameters<typeof callPortal<Answer>>[0]["answer"]; readonly timeout?: number },
) => Promise<Result<Answer, PortalFailure>>;

/** Seconds: an offset that is worth no correction (60), and what an answer takes at most (45). */
const CORRECTED_WITHIN = 60 + 45;

export function portalOf(
	{ name, clock, way, key, world, waiting }: Profile,
	page: Page,
	memory: ValueStore<ClockMemory>,
) {
	const { now } = clock;
	const { sim } = world;
	let told: number | undefined;
	let contact: Contact | undefined;
	const ports = plantInPortal(
		{
			origin: "https://relais.example",
			async fetch(url, init) {
				const answer = await page.here(way(url, init));
				if (answer.headers.get(LOGIN_PAGE) === null) told = sim.time();
				// A page that is gone was told nothing, and neither was the next one.
				const retryAfter = answer.headers.get("retry-after") ?? "";
				if (/^\d+$/.test(retryAfter)) waiting.told(Number(retryAfter));
				return answer;
			},
			clock: {
				async read() {
					const known = (await memory.read()) ?? NO_CLOCK_MEMORY;
					if (afterReading(known, now()) !== known) {
						await memory.change((before = NO_CLOCK_MEMORY) => afterReading(before, now()));
					}
					return { now: now(), offset: known.offset ?? undefined };
				},
				async learn(time) {
					contact = { offset: time - now(), ...clock.moment() };
					const at = { time, now: now() };
					await memory.change((before = NO_CLOCK_MEMORY) => afterServerTime(before, at));
				},
			},
			noteHealth: async () => {},
			prove: async (device, request) => `${DEVICE_PROOF_SCHEME} ${device.thumbprint} ${request.now}`,
			deadline: virtualDeadline,
		} satisfies PortalPorts,
		world.planted,
	);
	const call: Call = (path, body, { answer, timeout }) => {
		const device = { privateKey: {} as CryptoKey, thumbprint: key() };
		return callPortal({ path, body, answer, device, enrolled: true, timeout }, ports);
	};
	const bestNow = (): NumericDate => {
		const best = bestTime(clock.moment(), contact);
		const knows = told !== undefined && told < sim.time() && !clock.touchedSince(told);
		if (knows && Math.abs(best - sim.seconds()) > CORRECTED_WITHIN) {
			sim.broken("what the portal says of the time is heeded", `${name}: ${best - sim.seconds()} s`, [name]);
		}
		return best;
	};
	return { ports, call, bestNow };
}
