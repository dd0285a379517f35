/** What people and doors do at the portal while counters drain: one visit each, which is answered or sent away. */

import { randomUUID } from "node:crypto";
import { checkinExchangeAnswer } from "@/lib/protocol/checkins";
import { PATHS } from "@/lib/protocol/paths";
import type { RecordInput } from "@/lib/protocol/records";
import { createConsoleLink } from "@/lib/server/services/console/create-console-link";
import { createEnrolmentCode } from "@/lib/server/services/enrolment/create-enrolment-code";
import { COMMAND, OPERATOR } from "@/tests/support/actors";
import { granted } from "@/tests/support/granted";
import { deviceKey } from "@/tests/support/test-device";
import { ask, post, postAs } from "./call";
import { admission, type Door } from "./doors";
import type { Stage } from "./stage";

/** False: sent away. `n` counts the visits of this kind. */
export type Visit = (n: number) => Promise<boolean>;

/** Opens the links of registered `records` in turn, each from a network of its own. */
export function opensPass({ origin }: Stage, records: readonly RecordInput[]): Visit {
	return async (n) => {
		const record = records[n % records.length];
		if (record === undefined) throw new Error("nobody has a pass");
		const { holderToken: token, stripNumber } = record;
		const answer = await post(origin + PATHS.openPass, JSON.stringify({ token, stripNumber }), {
			...{ origin, "x-forwarded-for": networkOf(n) },
		});
		return answer.status === 200;
	};
}

/** People let in since the last time. */
const ADMITTED = 3;

/** A door hands in whom it let in and reads what the others did. */
export function handsIn({ origin, doors }: Stage): Visit {
	const read = new Map<Door, number>();
	return async (n) => {
		const door = doors[n % doors.length];
		if (door === undefined) throw new Error("there is no door");
		const { assignment, gate, key } = door;
		const events = Array.from({ length: ADMITTED }, () => admission(door));
		const post = { assignment, gate, role: "both", after: read.get(door) ?? 0, completeAt: null };
		const answer = await postAs(key, origin, [PATHS.checkins, { events, post }]);
		if (answer.status !== 200) return false;
		const { stored, others } = checkinExchangeAnswer.parse(JSON.parse(answer.text));
		if (stored.length !== events.length) throw new Error("a check-in was not stored");
		if (others) read.set(door, others.next);
		return true;
	};
}

/** Somebody enrols another workstation. */
export function enrols({ origin, server, counters }: Stage): Visit {
	return async (n) => {
		const { pharmacy = "" } = counters[n % counters.length] ?? {};
		const wanted = { id: randomUUID(), role: "counter", pharmacy } as const;
		const { code } = await granted(createEnrolmentCode(server.context, wanted, { by: OPERATOR }));
		const key = await deviceKey();
		const answer = await postAs(key, origin, [PATHS.claim, { code, jwk: key.jwk, label: "poste 2" }]);
		return answer.status === 200;
	};
}

/** The authority looks at its overview, and for a device. */
export async function looksAtConsole({ origin, server }: Stage): Promise<Visit> {
	const token = new URL(await createConsoleLink(server.context, "Essai", COMMAND)).hash.slice(1);
	const opened = await post(origin + PATHS.console.session, JSON.stringify({ token }), { origin });
	const cookie = opened.cookie?.split(";")[0];
	if (opened.status !== 200 || cookie === undefined) throw new Error(`the console answered ${opened.status}`);
	return async (n) => {
		const path = n % 2 === 0 ? PATHS.console.overview : `${PATHS.console.devices}?q=poste`;
		const answer = await ask("GET", origin + path, { headers: { cookie } });
		return answer.status === 200;
	};
}

const networkOf = (n: number) => `10.${(n >> 8) & 255}.${n & 255}.7`;
