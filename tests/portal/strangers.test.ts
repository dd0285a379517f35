/** What people can do whom the portal does not know: use up their own network's limits, and nothing of anybody else's. */

import { randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { problem } from "@/lib/protocol/problem";
import { bodyLimit, type Lookups, type RouteRow } from "@/lib/protocol/route-row";
import { ROUTES } from "@/lib/protocol/routes";
import { meetDevices } from "@/lib/server/auth/meet-devices";
import { installServer } from "@/lib/server/context/current-context";
import { openServer, type Server } from "@/lib/server/context/open-context";
import { DEFAULT_LIMITS, type LoadLimits } from "@/lib/server/http/load-guard";
import { createConsoleLink } from "@/lib/server/services/console/create-console-link";
import { COMMAND } from "@/tests/support/actors";
import { countTransactions } from "@/tests/support/counted-transactions";
import { type DeviceKey, deviceKey, type EnrolledDevice, enrolDevice, proofFor } from "@/tests/support/test-device";
import { ORIGIN, openTestServer, type TestServer } from "@/tests/support/test-server";
import { makeWorld, PHARMACY } from "@/tests/support/test-world";

let portal: TestServer;
let counter: EnrolledDevice;
let strict: Server;

beforeAll(async () => {
	portal = await openTestServer();
	await makeWorld(portal);
	counter = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	// What an enrolment asks the publisher for is done before anything is counted.
	await portal.server.publisher.publishAll();
});
afterAll(() => portal.close());

const BURST = 3;
const never = { burst: BURST, perSecond: 0.000_001 };
const LIMITS: LoadLimits = {
	...DEFAULT_LIMITS,
	burst: 1_000,
	lookups: { device: never, session: never, link: never, enrolment: never, pass: never },
};

/** Each test has a process of its own that has just started. */
async function start(limits: LoadLimits): Promise<void> {
	strict = await openServer(portal.server.context.settings, { clock: () => portal.clock.now, limits });
	await meetDevices(strict.context, 0);
	installServer(strict);
}
beforeEach(() => start(LIMITS));
afterEach(async () => {
	installServer(portal.server);
	await strict.stop();
});

const SHARED = "203.0.113.7";
/** Of the same /24. */
const NEIGHBOUR = "203.0.113.200";
const ELSEWHERE = "198.51.100.1";

type Sent = { readonly row: RouteRow; readonly headers?: Record<string, string>; readonly body?: string };

function send(from: string, { row, headers = {}, body = "" }: Sent): Promise<Response> {
	const typed = body === "" ? {} : { "content-type": "application/json" };
	const init = { method: row.method, headers: { "x-forwarded-for": from, origin: ORIGIN, ...typed, ...headers } };
	return portal.call(row.path, body === "" ? init : { ...init, body });
}

async function signed(row: RouteRow, key: DeviceKey, body = "{}", signer = key.privateKey): Promise<Sent> {
	const proven = { path: row.path, body, method: row.method, now: portal.clock.now };
	return { row, body, headers: { authorization: await proofFor(key, proven, { signer }) } };
}

const token = () => randomBytes(16).toString("base64url");

/** What a stranger sends that makes the portal ask its database, were there no limit. */
async function strangersOf(row: RouteRow): Promise<readonly Sent[]> {
	const stranger = await deviceKey();
	switch (row.access) {
		case "public":
			if (row.looksUp === "pass") return [{ row, body: JSON.stringify({ token: token(), birth: "1990-02-03" }) }];
			return [{ row, body: JSON.stringify({ token: token() }) }];
		case "device:unenrolled": {
			const body = JSON.stringify({ code: "0".repeat(20), jwk: stranger.jwk, label: "poste" });
			return [await signed(row, stranger, body)];
		}
		case "console":
			return [{ row, headers: { cookie: `relais-console=${token()}` } }];
		case "monitor":
			return [{ row, headers: { authorization: `Bearer ${token()}` } }];
		default:
			// A key of nobody, and a known one's name over another's signature.
			return [await signed(row, stranger), await signed(row, counter.key, "{}", stranger.privateKey)];
	}
}

const rows = Object.entries<RouteRow>(ROUTES);
const askingRows = rows.filter(([, { looksUp }]) => looksUp !== null);

describe("[AB-3] transactions that a network of strangers causes", () => {
	it.each(askingRows)("by %s are limited, whatever it sends", async (_name, row) => {
		const counting = countTransactions();
		try {
			for (let i = 0; i < 12; i++) {
				for (const each of await strangersOf(row)) await send(i % 2 === 0 ? SHARED : NEIGHBOUR, each);
			}
			expect(counting.count()).toBeLessThanOrEqual(BURST);
		} finally {
			counting.stop();
		}
	});

	it("is none for proofs that are forged under a device's name", async () => {
		const { privateKey } = await deviceKey();
		const counting = countTransactions();
		try {
			for (const [, row] of rows.filter(
				([, { access }]) => access.startsWith("device:") && access !== "device:unenrolled",
			)) {
				const answer = await send(SHARED, await signed(row, counter.key, "{}", privateKey));
				expect(answer.status).toBe(401);
			}
			expect(counting.count()).toBe(0);
		} finally {
			counting.stop();
		}
	});

	it("leaves nothing in it: the proof of a junk enrolment is not kept", async () => {
		const row = ROUTES.claimEnrolment;
		const before = await portal.database.query("SELECT count(*)::int AS kept FROM proof_jtis");
		for (const each of await strangersOf(row)) expect((await send(SHARED, each)).status).toBe(404);
		expect(await portal.database.query("SELECT count(*)::int AS kept FROM proof_jtis")).toEqual(before);
	});

	it.each(askingRows)("by %s are at most twenty a second, however many networks ask at once", async (_name, row) => {
		const sent = (await Promise.all(Array.from({ length: 40 }, () => strangersOf(row)))).flatMap(
			([each]) => each ?? [],
		);
		const counting = countTransactions();
		const start = performance.now();
		try {
			await Promise.all(sent.map((each, network) => send(`192.0.${network}.1`, each)));
			expect(counting.count()).toBeLessThanOrEqual(1 + Math.ceil((performance.now() - start) / 50));
		} finally {
			counting.stop();
		}
	});

	it("is one for all who ask at once whether the portal is well", async () => {
		const unasked = rows.filter(([, { looksUp }]) => looksUp === null);
		expect(unasked.map(([name]) => name)).toEqual(["checkHealth", "checkReadiness"]);
		const counting = countTransactions();
		try {
			const asking = unasked.flatMap(([, row]) => Array.from({ length: 10 }, () => send(SHARED, { row })));
			const answers = await Promise.all(asking);
			expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
			expect(counting.count()).toBe(1);
		} finally {
			counting.stop();
		}
	});

	it("refuses nobody elsewhere", async () => {
		const row = ROUTES.openPass;
		const ask = async (from: string) =>
			(await send(from, { row, body: JSON.stringify({ token: token(), birth: "1990-02-03" }) })).status;
		for (let i = 0; i < BURST; i++) expect(await ask(SHARED)).toBe(200);
		expect([await ask(NEIGHBOUR), await ask(ELSEWHERE)]).toEqual([429, 200]);
	});
});

describe("[AB-2] behind the address of strangers who used up every limit", () => {
	/** Looks up whatever this network may, and asks until its rate is used up. */
	async function exhaust(): Promise<void> {
		const kinds = Object.keys(LIMITS.lookups) as Lookups[];
		for (const kind of kinds) {
			for (let i = 0; i < BURST; i++) strict.context.guard.lookups[kind].take("203.0.113.0/24", performance.now());
		}
		while (strict.context.guard.charge("network 203.0.113.0/24", performance.now()) === 0);
	}

	beforeEach(async () => {
		installServer(portal.server);
		await strict.stop();
		await start({ ...LIMITS, burst: 20, perSecond: 0.000_001 });
	});

	it("a device that proves itself gets in", async () => {
		await exhaust();
		for (let i = 0; i < 10; i++) {
			const row = ROUTES.listSharedPapers;
			expect((await send(NEIGHBOUR, await signed(row, counter.key))).status).toBe(200);
		}
		const stranger = await send(NEIGHBOUR, await signed(ROUTES.listSharedPapers, await deviceKey()));
		expect([stranger.status, problem.parse(await stranger.json()).error.code]).toEqual([429, "too_many_requests"]);
	});

	it("a device gets in that was enrolled here a moment ago", async () => {
		const fresh = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
		await exhaust();
		expect((await send(NEIGHBOUR, await signed(ROUTES.listSharedPapers, fresh.key))).status).toBe(200);
	});

	it("a console gets in whose session was opened here", async () => {
		const link = await createConsoleLink(strict.context, "test", COMMAND);
		const opened = await send(NEIGHBOUR, {
			row: ROUTES.openConsoleSession,
			body: JSON.stringify({ token: link.split("#")[1] }),
		});
		const cookie = (opened.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
		await exhaust();
		for (let i = 0; i < 5; i++) {
			expect((await send(NEIGHBOUR, { row: ROUTES.readOverview, headers: { cookie } })).status).toBe(200);
		}
	});

	it("what was there is not charged to the network", async () => {
		for (let i = 0; i < BURST * 2; i++) await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	});
});

/** A body that never ends. */
function crawling(row: RouteRow, from: string): Promise<Response> {
	const headers = { "content-type": "application/json", "x-forwarded-for": from };
	const body = new ReadableStream<Uint8Array>({ start: (given) => given.enqueue(new TextEncoder().encode("{")) });
	return portal.call(row.path, { method: row.method, headers, body, duplex: "half" } as RequestInit);
}

const SMALL = rows.filter(([, row]) => row.request !== undefined && bodyLimit(row).small);

describe("[AB-1] small bodies that crawl", () => {
	beforeEach(async () => {
		installServer(portal.server);
		await strict.stop();
		const one = { interactive: 1, bulk: 1 };
		await start({ ...LIMITS, inside: one, insideEach: one, working: one, bodyMs: 300 });
	});

	it.each(SMALL)("of %s take nobody's place, and are given up", async (_name, row) => {
		const slow = Array.from({ length: 30 }, () => crawling(row, SHARED));
		expect((await send(NEIGHBOUR, await signed(ROUTES.listSharedPapers, counter.key))).status).toBe(200);
		for (const answer of await Promise.all(slow)) {
			expect([answer.status, problem.parse(await answer.json()).error.code]).toEqual([503, "body_too_slow"]);
			expect(answer.headers.get("connection")).toBe("close");
			expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
		}
	});
});

describe("[AB-7] answers that are not read", () => {
	it("take nobody's place", async () => {
		installServer(portal.server);
		await strict.stop();
		const one = { interactive: 1, bulk: 1 };
		await start({ ...LIMITS, inside: one, insideEach: one, working: one });
		const row = ROUTES.listSharedPapers;
		for (let i = 0; i < 4; i++) {
			const unread = await send(SHARED, await signed(row, counter.key));
			expect([unread.status, unread.bodyUsed]).toEqual([200, false]);
		}
	});
});
