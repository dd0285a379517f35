/** The console's calls, as its page makes them. */
import { randomUUID } from "node:crypto";
import { decodeJwt } from "jose";
import type { Counter } from "@/bench/storm/stage";
import { enrolmentTicket } from "@/lib/protocol/console";
import { type DeviceKit, deviceKit } from "@/lib/protocol/device-kit";
import { PATHS } from "@/lib/protocol/paths";
import { type DeviceKey, deviceKey, proofFor } from "@/tests/support/test-device";

export const PHARMACY = "40123";

export type Console = {
	/** By which the portal knows who calls. */
	readonly headers: Readonly<Record<string, string>>;
	/** POSTs to a path of the console; answers what came. */
	post(path: string, body: unknown): Promise<unknown>;
};

/** Signs in by the link that a command printed. */
export async function signIn(origin: string, link: string): Promise<Console> {
	const headers = { "content-type": "application/json", origin };
	const token = new URL(link).hash.slice(1);
	const opened = await fetch(origin + PATHS.console.session, {
		method: "POST",
		headers,
		body: JSON.stringify({ token }),
	});
	if (!opened.ok) throw new Error(`the console answered ${opened.status}`);
	const cookie = (opened.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
	const signedIn = { ...headers, cookie };
	return {
		headers: signedIn,
		async post(path, body) {
			const answer = await fetch(origin + path, {
				method: "POST",
				headers: signedIn,
				body: JSON.stringify(body),
			});
			if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
			return answer.status === 204 ? undefined : answer.json();
		},
	};
}

export type EnrolledCounter = Counter & { readonly deviceId: string };

export async function enrolCounter(
	origin: string,
	operator: Console,
	pharmacy: string = PHARMACY,
): Promise<EnrolledCounter> {
	const { key, kit } = await enrol(origin, operator, { role: "counter", pharmacy });
	const delegation = kit.delegations.at(-1) ?? "";
	const { sl } = decodeJwt(delegation) as { readonly sl: readonly [string, number, number] };
	return { key, pharmacy, delegation, next: sl[1], deviceId: kit.deviceId };
}

/** Of a counter or a door; its kit is the answer to its claim. */
export async function enrol(
	origin: string,
	operator: Console,
	of: { readonly role: "counter"; readonly pharmacy: string } | { readonly role: "door"; readonly venue: string },
): Promise<{ readonly key: DeviceKey; readonly kit: DeviceKit }> {
	const input = { id: randomUUID(), ...of };
	const { code } = enrolmentTicket.parse(await operator.post(PATHS.console.enrolments, input));
	const key: DeviceKey = await deviceKey();
	const body = JSON.stringify({ code, jwk: key.jwk, label: "poste 1" });
	const now = Math.floor(Date.now() / 1_000);
	const claims = { aud: origin + PATHS.claim };
	const authorization = await proofFor(key, { path: PATHS.claim, body, now }, { claims });
	const headers = { authorization, "content-type": "application/json" };
	const answer = await fetch(origin + PATHS.claim, { method: "POST", headers, body });
	if (!answer.ok) throw new Error(`enrolment answered ${answer.status}: ${await answer.text()}`);
	return { key, kit: deviceKit.parse(await answer.json()) };
}
