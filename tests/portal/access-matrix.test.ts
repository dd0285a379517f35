/**
 * Every row of the route table × every kind of caller, as each is really answered. The expectation is written here by hand,
 * apart from what the table says: a row that lets somebody new in, or that is not listed here, fails.
 */

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PATHS } from "@/lib/protocol/paths";
import { problem } from "@/lib/protocol/problem";
import { METHODS } from "@/lib/protocol/route-row";
import { ROUTES } from "@/lib/protocol/routes";
import type { RouteHandlers } from "@/lib/server/http/define-route";
import { createConsoleLink } from "@/lib/server/services/console/create-console-link";
import { denyDevice } from "@/lib/server/services/device/deny-device";
import { denyPharmacy } from "@/lib/server/services/pharmacy/deny-pharmacy";
import { HOUR } from "@/lib/shared/numeric-date";
import { COMMAND, OPERATOR } from "@/tests/support/actors";
import { apiRoutes } from "@/tests/support/api-routes";
import { granted } from "@/tests/support/granted";
import { type DeviceKey, deviceKey, enrolDevice, postAs, proofFor } from "@/tests/support/test-device";
import { ORIGIN, openTestServer, type TestServer } from "@/tests/support/test-server";
import { makeWorld, OTHER_PHARMACY, PHARMACY, RAILWAY, VENUE } from "@/tests/support/test-world";

type Caller =
	| "anonymous"
	| "counter"
	| "other pharmacy's counter"
	| "counter's transport key"
	| "door"
	| "train"
	| "denied counter"
	| "counter of a denied pharmacy"
	| "key of nobody"
	| "console"
	| "console without an origin"
	| "console from another site"
	| "console whose session has expired"
	| "console that has signed out"
	| "monitor"
	| "monitor with another token";

const COUNTERS = ["counter", "other pharmacy's counter"] as const;
const VERIFIERS = ["door", "train"] as const;
/** Whoever has a key may prove it. */
const KEYS = [
	...COUNTERS,
	"counter's transport key",
	...VERIFIERS,
	"denied counter",
	"counter of a denied pharmacy",
	"key of nobody",
] as const;
const EVERYBODY = [
	"anonymous",
	...KEYS,
	"console",
	"console without an origin",
	"console whose session has expired",
	"console that has signed out",
	"monitor",
	"monitor with another token",
] as const;
/** Browsers leave `Origin` out of reads from their own site. */
const CONSOLE_READERS = ["console", "console without an origin"] as const;

/** Who gets past the door of each route. HEAD admits whom GET does. */
const ADMITTED: Readonly<Record<string, readonly Caller[]>> = {
	"GET /api/health": [...EVERYBODY],
	"GET /api/ready": [...EVERYBODY],
	"GET /api/metrics": ["monitor"],
	"POST /api/passes/open": [...EVERYBODY],
	"POST /api/console/session": [...EVERYBODY],
	"POST /api/records": [...COUNTERS, "counter's transport key"],
	"POST /api/positives": [...COUNTERS, "counter's transport key"],
	"POST /api/same-day": COUNTERS,
	"POST /api/registered-twice": COUNTERS,
	"POST /api/revocations": COUNTERS,
	"POST /api/shared-papers": COUNTERS,
	"POST /api/sheets/mail": COUNTERS,
	"POST /api/checkins": VERIFIERS,
	"POST /api/code-reports": VERIFIERS,
	"POST /api/device/kit": [...COUNTERS, ...VERIFIERS],
	// With a body that brings the caller's own key along, and a code that nobody made.
	"POST /api/enrolments/claim": KEYS,
	"GET /api/console/session": CONSOLE_READERS,
	"DELETE /api/console/session": ["console"],
	"GET /api/console/overview": CONSOLE_READERS,
	"GET /api/console/pharmacies": CONSOLE_READERS,
	"POST /api/console/pharmacies": ["console"],
	"GET /api/console/venues": CONSOLE_READERS,
	"POST /api/console/venues": ["console"],
	"POST /api/console/assignments": ["console"],
	"POST /api/console/enrolments": ["console"],
	"GET /api/console/devices": CONSOLE_READERS,
	"POST /api/console/denials": ["console"],
	"POST /api/console/pin-orders": ["console"],
};

const CALLERS: readonly Caller[] = [...EVERYBODY, "console from another site"];
const TOKEN = "a-token-of-the-metrics-and-no-other";
/** A GET from another site carries no Origin when it carries the cookie; it cannot be read there and changes nothing. */
const FOREIGN = { origin: "https://elsewhere.example" };

let portal: TestServer;
const keys = new Map<Caller, DeviceKey>();

beforeAll(async () => {
	portal = await openTestServer({ RELAIS_METRICS_TOKEN: TOKEN });
	await makeWorld(portal);
	const { context } = portal.server;
	await context.db.pharmacy.create({ data: { number: "40199", name: "Pharmacie fermée", town: "Brest" } });
	const counter = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	const transport = await deviceKey();
	const request = { key: randomUUID(), indicesLeft: 2_000, transport: transport.jwk };
	const renewed = await postAs(portal, counter.key, { path: PATHS.kit, body: request });
	expect(renewed.status).toBe(200);
	keys.set("counter", counter.key);
	keys.set("counter's transport key", transport);
	keys.set("other pharmacy's counter", (await enrolDevice(portal, { role: "counter", pharmacy: OTHER_PHARMACY })).key);
	keys.set("door", (await enrolDevice(portal, { role: "door", venue: VENUE })).key);
	keys.set("train", (await enrolDevice(portal, { role: "train", venue: RAILWAY })).key);
	const denied = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	keys.set("denied counter", denied.key);
	await granted(denyDevice(context, { device: denied.kit.deviceId, reason: "stolen" }, OPERATOR));
	keys.set("counter of a denied pharmacy", (await enrolDevice(portal, { role: "counter", pharmacy: "40199" })).key);
	await granted(denyPharmacy(context, { pharmacy: "40199", reason: "fraud" }, OPERATOR));
	keys.set("key of nobody", await deviceKey());
});
afterAll(() => portal.close());

/** A fresh session each time: a route may end it. */
async function consoleCookie(): Promise<string> {
	const link = await createConsoleLink(portal.server.context, "test", COMMAND);
	const answer = await portal.call("/api/console/session", {
		method: "POST",
		headers: { "content-type": "application/json", origin: ORIGIN },
		body: JSON.stringify({ token: link.split("#")[1] }),
	});
	return (answer.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
}

async function cookieOf(caller: Caller): Promise<string> {
	if (caller === "console whose session has expired") {
		const { now } = portal.clock;
		portal.clock.now = now - 8 * HOUR;
		const cookie = await consoleCookie();
		portal.clock.now = now;
		return cookie;
	}
	const cookie = await consoleCookie();
	if (caller !== "console that has signed out") return cookie;
	const headers = { cookie, origin: ORIGIN };
	expect((await portal.call("/api/console/session", { method: "DELETE", headers })).status).toBe(204);
	return cookie;
}

const BODILESS: ReadonlySet<string> = new Set(["GET", "HEAD", "DELETE"]);

async function callAs(caller: Caller, method: keyof RouteHandlers, path: string): Promise<Response> {
	// A body that hardly a route takes: whoever is admitted gets 400 (404 for the code), whoever is not never gets so far.
	const key = keys.get(caller);
	// Who has no key names one that is not theirs.
	const { jwk } = key ?? (await deviceKey());
	const claim = { code: "0".repeat(20), jwk, label: "poste" };
	const content = path === PATHS.claim ? claim : { unexpected: randomUUID() };
	const body = BODILESS.has(method) ? "" : JSON.stringify(content);
	const headers: Record<string, string> = body === "" ? {} : { "content-type": "application/json" };
	if (key !== undefined) headers["authorization"] = await proofFor(key, { path, body, method, now: portal.clock.now });
	if (caller === "monitor") headers["authorization"] = `Bearer ${TOKEN}`;
	if (caller === "monitor with another token") headers["authorization"] = `Bearer ${TOKEN}-`;
	if (caller.startsWith("console")) {
		headers["cookie"] = await cookieOf(caller);
		if (caller === "console from another site") Object.assign(headers, FOREIGN);
		else if (caller !== "console without an origin") headers["origin"] = ORIGIN;
	}
	return portal.call(path, { method, headers, ...(body === "" ? {} : { body }) });
}

const routes = await apiRoutes();
/** What the project's route files serve. */
const served = [...routes].flatMap(([path, handlers]) =>
	METHODS.filter((method) => handlers[method].route !== undefined).map((method) => `${method} ${path}`),
);
/** The matrix has a row for each one of the route table. */
const declared = Object.values(ROUTES).map(({ method, path }) => ({ name: `${method} ${path}`, method, path }));
const heads = declared
	.filter(({ method }) => method === "GET")
	.map(({ name, path }) => ({ name, method: "HEAD" as const, path }));

/** What a console that is not let in is told. */
const CONSOLE_REFUSALS: Partial<Record<Caller, string>> = {
	"console without an origin": "origin_forbidden",
	"console from another site": "origin_forbidden",
	"console whose session has expired": "session_required",
	"console that has signed out": "session_required",
};

describe("access", () => {
	it("is decided here for every route, and every route goes through the one door", () => {
		expect(declared.map(({ name }) => name).sort()).toEqual(Object.keys(ADMITTED).sort());
		for (const [path, handlers] of routes) {
			for (const method of METHODS)
				expect(handlers[method].route?.row ?? { method, path }).toMatchObject({ method, path });
			const exported = Object.entries(handlers).filter(([, each]) => typeof each === "function");
			expect(exported.map(([name]) => name).sort()).toEqual([...METHODS, "HEAD", "OPTIONS"].sort());
			expect(handlers.HEAD.route).toBe(handlers.GET.route);
		}
	});

	it("has one row of the table for each route, and one route for each row", () => {
		const rows = [...routes.values()].flatMap((handlers) => METHODS.map((method) => handlers[method].route?.row));
		expect(new Set(rows.filter((row) => row !== undefined))).toEqual(new Set(Object.values(ROUTES)));
		expect([...served].sort()).toEqual(declared.map(({ name }) => name).sort());
	});

	const cases = [...declared, ...heads].flatMap((route) => CALLERS.map((caller) => ({ ...route, caller })));
	it.each(cases)("$method $path as $caller", async ({ name, method, path, caller }) => {
		const answer = await callAs(caller, method, path);
		const admitted = ADMITTED[name]?.includes(caller) ?? false;
		expect([401, 403].includes(answer.status)).toBe(!admitted);
		expect(answer.headers.get("cache-control")).toBe("no-store");
		if (answer.status < 400) return;
		const { error } = problem.parse(await answer.json());
		const refusal = CONSOLE_REFUSALS[caller];
		if (!admitted && refusal !== undefined && ADMITTED[name]?.includes("console")) {
			expect(error.code).toBe(refusal);
		}
	});
});

describe("methods", () => {
	it.each([...routes])(
		"%s names those that it takes, and refuses the others with a problem",
		async (path, handlers) => {
			const own = METHODS.filter((method) => handlers[method].route !== undefined);
			const allow = [...own, ...(own.includes("GET") ? ["HEAD"] : []), "OPTIONS"].join(", ");
			for (const headers of [{}, FOREIGN]) {
				const asked = await portal.call(path, { method: "OPTIONS", headers });
				expect([asked.status, asked.headers.get("allow"), await asked.text()]).toEqual([204, allow, ""]);
				// No other site may read our answers.
				expect([...asked.headers.keys()].filter((name) => name.startsWith("access-control-"))).toEqual([]);
			}
			for (const method of [...METHODS, "HEAD"] as const) {
				if (handlers[method].route !== undefined) continue;
				const answer = await portal.call(path, { method });
				expect([answer.status, answer.headers.get("allow")]).toEqual([405, allow]);
				expect(problem.parse(await answer.json()).error.code).toBe("method_not_allowed");
				expect(answer.headers.get("x-request-id")).not.toBeNull();
			}
		},
	);

	it.each(["/api", "/api/nothing", "/api/console", "/api/records/one"])(
		"%s is no path of the API, whatever the method",
		async (path) => {
			for (const method of [...METHODS, "HEAD", "OPTIONS"] as const) {
				const answer = await portal.call(path, { method });
				expect([answer.status, answer.headers.get("content-type")]).toEqual([404, "application/json"]);
				expect(answer.headers.get("cache-control")).toBe("no-store");
				expect(problem.parse(await answer.json()).error.code).toBe("path_unknown");
			}
		},
	);
});
