import { heldSaltIds } from "@/lib/device/door/event-salt";
import { occasionOf, readGate } from "@/lib/device/door/gate-choice";
import type { KeptFacts } from "@/lib/device/door/self-test";
import { loadDevice } from "@/lib/device/identity/device-store";
import { utcDay } from "@/lib/shared/civil-day";
import { DAY, type NumericDate } from "@/lib/shared/numeric-date";
import type { Trust } from "@/lib/trust/trust";
import { trustAge } from "@/lib/trust/trust-age";
import { trustLimit } from "@/lib/verify/trust-limit";

/** What of an evening without a network lies on this device. Reads, and tries nothing. */
export async function keptFacts(trust: Trust, now: NumericDate): Promise<KeptFacts> {
	const [choice, codeDays] = await Promise.all([readGate(now), daysOfCodes(now)]);
	const gate = choice.state === "chosen" ? choice.gate : undefined;
	const shared = gate !== undefined && gate.gates.length > 1;
	return {
		keyset: trust.keyset !== undefined,
		age: trustAge(trust, now),
		limit: trustLimit(trust, { now, occasion: gate === undefined ? { activity: "venue" } : occasionOf(gate, now) }),
		delegations: (trust.bundle.delegations ?? undefined) !== undefined,
		codeDays,
		post: gate === undefined ? "none" : "chosen",
		salt: shared ? (await heldSaltIds(gate.assignment)).length > 0 : null,
	};
}

/** Days in a row, from today on. */
async function daysOfCodes(now: NumericDate): Promise<number> {
	const device = await loadDevice();
	if (device?.codeKeys.holder !== "verifier") return 0;
	const { days } = device.codeKeys;
	let count = 0;
	while (Object.hasOwn(days, utcDay(now + count * DAY))) count++;
	return count;
}
