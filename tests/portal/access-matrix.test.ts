/**
 * Every route × every kind of caller. The expectation is written here by hand, apart from the declarations that the
 * routes make: a route that lets somebody new in, or that is not listed, fails.
 */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Method } from "@/lib/server/http/define-route";
import { createConsoleLink } from "@/lib/server/services/console/create-console-link";
import { denyDevice } from "@/lib/server/services/device/deny-device";
import { denyPharmacy } from "@/lib/server/services/pharmacy/deny-pharmacy";
import { problem } from "@/lib/sync/problem";
import { apiRoutes } from "@/tests/support/api-routes";
import { type DeviceKey, deviceKey, enrolDevice, proofFor } from "@/tests/support/test-device";
import { ORIGIN, openTestServer, type TestServer } from "@/tests/support/test-server";
import { makeWorld, OTHER_PHARMACY, PHARMACY, RAILWAY, VENUE } from "@/tests/support/test-world";

type Caller =
	| "anonymous"
	| "counter"
	| "other pharmacy's counter"
	| "door"
	| "train"
	| "denied counter"
	| "counter of a denied pharmacy"
	| "key of nobody"
	| "console"
	| "console from another site";

const COUNTERS = ["counter", "other pharmacy's counter"] as const;
const VERIFIERS = ["door", "train"] as const;
const EVERYBODY = [
	"anonymous",
	...COUNTERS,
	...VERIFIERS,
	"denied counter",
	"counter of a denied pharmacy",
	"key of nobody",
	"console",
] as const;

/** Who gets past the door of each route. */
const ADMITTED: Readonly<Record<string, readonly Caller[]>> = {
	"GET /api/health": [...EVERYBODY],
	"POST /api/passes/open": [...EVERYBODY],
	"POST /api/console/session": [...EVERYBODY],
	"POST /api/records": COUNTERS,
	"POST /api/revocations": COUNTERS,
	"POST /api/checkins": VERIFIERS,
	"POST /api/code-reports": VERIFIERS,
	"POST /api/device/kit": [...COUNTERS, ...VERIFIERS],
	// Needs a body with the caller's own key: see enrolment tests.
	"POST /api/enrolments/claim": [],
	"GET /api/console/session": ["console"],
	"DELETE /api/console/session": ["console"],
	"GET /api/console/overview": ["console"],
	"GET /api/console/pharmacies": ["console"],
	"POST /api/console/pharmacies": ["console"],
	"GET /api/console/venues": ["console"],
	"POST /api/console/venues": ["console"],
	"POST /api/console/assignments": ["console"],
	"POST /api/console/enrolments": ["console"],
	"GET /api/console/devices": ["console"],
	"POST /api/console/denials": ["console"],
};

const CALLERS: readonly Caller[] = [...EVERYBODY, "console from another site"];
/** A GET from another site carries no Origin when it carries the cookie; it cannot be read there and changes nothing. */
const FOREIGN = { origin: "https://elsewhere.example" };

let portal: TestServer;
const keys = new Map<Caller, DeviceKey>();

beforeAll(async () => {
	portal = await openTestServer();
	await makeWorld(portal);
	const { context } = portal.server;
	await context.db.pharmacy.create({ data: { number: "40199", name: "Pharmacie fermée", town: "Brest" } });
	keys.set("counter", (await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY })).key);
	keys.set("other pharmacy's counter", (await enrolDevice(portal, { role: "counter", pharmacy: OTHER_PHARMACY })).key);
	keys.set("door", (await enrolDevice(portal, { role: "door", venue: VENUE })).key);
	keys.set("train", (await enrolDevice(portal, { role: "train", venue: RAILWAY })).key);
	const denied = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	keys.set("denied counter", denied.key);
	await denyDevice(context, { device: denied.kit.deviceId, reason: "stolen" });
	keys.set("counter of a denied pharmacy", (await enrolDevice(portal, { role: "counter", pharmacy: "40199" })).key);
	await denyPharmacy(context, { number: "40199", reason: "fraud" });
	keys.set("key of nobody", await deviceKey());
});
afterAll(() => portal.close());

/** A fresh session each time: a route may end it. */
async function consoleCookie(): Promise<string> {
	const link = await createConsoleLink(portal.server.context, "test");
	const answer = await portal.call("/api/console/session", {
		method: "POST",
		headers: { "content-type": "application/json", origin: ORIGIN },
		body: JSON.stringify({ token: link.split("#")[1] }),
	});
	return (answer.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
}

async function callAs(caller: Caller, method: Method, path: string): Promise<Response> {
	// A body that no route takes: whoever is admitted gets 400, whoever is not never gets so far.
	const body = method === "GET" || method === "DELETE" ? "" : JSON.stringify({ unexpected: randomUUID() });
	const headers: Record<string, string> = body === "" ? {} : { "content-type": "application/json" };
	const key = keys.get(caller);
	if (key !== undefined) headers["authorization"] = await proofFor(key, { path, body, method, now: portal.clock.now });
	if (caller.startsWith("console")) headers["cookie"] = await consoleCookie();
	if (caller === "console") headers["origin"] = ORIGIN;
	if (caller === "console from another site") Object.assign(headers, FOREIGN);
	return portal.call(path, { method, headers, ...(body === "" ? {} : { body }) });
}

const routes = await apiRoutes();
const declared = [...routes].flatMap(([path, handlers]) =>
	(["GET", "POST", "PUT", "PATCH", "DELETE"] as const)
		.filter((method) => handlers[method].route !== undefined)
		.map((method) => ({ name: `${method} ${path}`, method, path })),
);

describe("access", () => {
	it("is decided here for every route, and every route goes through the one door", () => {
		expect(declared.map(({ name }) => name).sort()).toEqual(Object.keys(ADMITTED).sort());
		for (const handlers of routes.values())
			expect(Object.values(handlers).filter((each) => typeof each === "function")).toHaveLength(5);
	});

	const cases = declared.flatMap((route) => CALLERS.map((caller) => ({ ...route, caller })));
	it.each(cases)("$name as $caller", async ({ name, method, path, caller }) => {
		const answer = await callAs(caller, method, path);
		const admitted = ADMITTED[name]?.includes(caller) ?? false;
		expect([401, 403].includes(answer.status)).toBe(!admitted && name !== "POST /api/enrolments/claim");
		expect(answer.headers.get("cache-control")).toBe("no-store");
		if (answer.status >= 400) expect(problem.safeParse(await answer.json()).success).toBe(true);
	});

	it.each(declared)("$name refuses the methods that it does not declare", async ({ path }) => {
		for (const [method, handler] of Object.entries(routes.get(path) ?? {})) {
			if (typeof handler !== "function" || handler.route !== undefined) continue;
			const answer = await portal.call(path, { method });
			expect(answer.status).toBe(405);
			expect(answer.headers.get("allow")).not.toBe("");
		}
	});
});
