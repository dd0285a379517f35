import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import {
	consoleOverview,
	consoleSession,
	denialAnswer,
	devicePage,
	enrolmentTicket,
	pharmacyPage,
	pharmacyRow,
	venueList,
	venueRow,
} from "@/lib/protocol/console";
import { PATHS } from "@/lib/protocol/paths";
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import { COMMAND } from "@/tests/support/actors";
import { enrolDevice, issueRecord, postAs } from "@/tests/support/test-device";
import { ORIGIN, openTestServer, type TestServer } from "@/tests/support/test-server";
import { makeWorld, PHARMACY, VENUE } from "@/tests/support/test-world";
import { readSessionCookie, sessionCookie } from "../../http/console-cookie";
import { isFiness } from "../pharmacy/check-finess";
import { createConsoleLink } from "./create-console-link";

let portal: TestServer;
let cookie: string;

beforeAll(async () => {
	portal = await openTestServer();
	await makeWorld(portal);
	const answer = await openSession(await newToken());
	cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? "";
});
afterAll(() => portal.close());

const newToken = async () => (await createConsoleLink(portal.server.context, "operator", COMMAND)).split("#")[1] ?? "";

const openSession = (token: string) =>
	portal.call(PATHS.console.session, {
		method: "POST",
		headers: { "content-type": "application/json", origin: ORIGIN },
		body: JSON.stringify({ token }),
	});

function ask(path: string, init: RequestInit = {}): Promise<Response> {
	return portal.call(path, { ...init, headers: { cookie, origin: ORIGIN, ...init.headers } });
}

async function get<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.infer<Schema>> {
	return schema.parse(await (await ask(path)).json());
}

function post(path: string, body: unknown): Promise<Response> {
	return ask(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
}

async function codeOf(answer: Response) {
	const { error } = (await answer.json()) as { error: { code: string; field?: string } };
	return { status: answer.status, ...error, message: undefined };
}

describe("console session", () => {
	it("opens once with a link, for a cookie that scripts and other sites cannot use", async () => {
		const token = await newToken();
		const answer = await openSession(token);
		expect(consoleSession.parse(await answer.json())).toEqual({
			operator: "operator",
			expiresAt: portal.clock.now + 8 * HOUR,
		});
		expect(answer.headers.get("set-cookie")).toMatch(
			/^relais-console=[\w-]{22}; Path=\/; Max-Age=28800; HttpOnly; SameSite=Strict$/,
		);
		expect(await codeOf(await openSession(token))).toMatchObject({ status: 401, code: "link_invalid" });
		expect(await codeOf(await openSession("A".repeat(22)))).toMatchObject({ status: 401, code: "link_invalid" });
	});

	it("one link, many tries at once: one session", async () => {
		const token = await newToken();
		const statuses = (await Promise.all([1, 2, 3, 4].map(() => openSession(token)))).map(({ status }) => status);
		expect(statuses.sort()).toEqual([200, 401, 401, 401]);
	});

	it("ends after its time, and when it is ended", async () => {
		const answer = await openSession(await newToken());
		const own = answer.headers.get("set-cookie")?.split(";")[0] ?? "";
		const who = () => portal.call(PATHS.console.session, { headers: { cookie: own } });
		expect((await who()).status).toBe(200);
		portal.clock.now += 8 * HOUR;
		expect((await who()).status).toBe(401);
		portal.clock.now -= 8 * HOUR;
		const end = { method: "DELETE", headers: { cookie: own, origin: ORIGIN } };
		const ended = await portal.call(PATHS.console.session, end);
		expect(ended.status).toBe(204);
		expect(ended.headers.get("set-cookie")).toContain("Max-Age=0");
		expect(await codeOf(await who())).toMatchObject({ status: 401, code: "session_required" });
	});

	it("writes only for its own pages", async () => {
		const body = JSON.stringify({ id: randomUUID(), name: "x" });
		const attempts = [
			{ origin: "https://elsewhere.example", "content-type": "application/json" },
			{ origin: "null", "content-type": "application/json" },
			{ "content-type": "application/json" },
			{ origin: ORIGIN, "content-type": "text/plain" },
		];
		const statuses: number[] = [];
		for (const headers of attempts) {
			const answer = await portal.call(PATHS.console.venues, {
				method: "POST",
				headers: { cookie, ...headers } as HeadersInit,
				body,
			});
			statuses.push(answer.status);
		}
		expect(statuses).toEqual([403, 403, 403, 415]);
	});

	it("is kept as a hash, and a cookie of another name or shape is none", async () => {
		const rows = await portal.database.query("SELECT encode(token_hash, 'base64') AS hash FROM console_sessions");
		for (const { hash } of rows) expect(cookie).not.toContain(String(hash));
		for (const wrong of ["relais-console=", "relais-console=x", `other=${cookie}`, cookie.replace("=", "=A")]) {
			expect((await portal.call(PATHS.console.overview, { headers: { cookie: wrong } })).status).toBe(401);
		}
	});

	it("over https has a cookie bound to this host", async () => {
		const origins = ["https://relais.example"] as const;
		const set = sessionCookie({ origins }, { token: "x".repeat(22), maxAge: 60 });
		expect(set).toMatch(/^__Host-relais-console=x{22}; Path=\/; Max-Age=60; .+; Secure$/);
		expect(readSessionCookie({ origins }, set)).toBe("x".repeat(22));
		expect(readSessionCookie({ origins }, `relais-console=${"x".repeat(22)}`)).toBeUndefined();
	});
});

describe("pharmacies", () => {
	const town = { name: "Pharmacie du Marché", town: "Nantes" };

	it("are added, listed and searched", async () => {
		const answer = await post(PATHS.console.pharmacies, { number: "50001", ...town, finess: "440000016" });
		expect(answer.status).toBe(201);
		const row = pharmacyRow.parse(await answer.json());
		expect(row).toMatchObject({ number: "50001", ...town, devices: 0, registered: 0, denied: false });
		expect((await get(`${PATHS.console.pharmacies}?q=nantes`, pharmacyPage)).pharmacies).toEqual([row]);
		expect((await get(`${PATHS.console.pharmacies}?q=%25`, pharmacyPage)).pharmacies).toEqual([]);
		const again = await post(PATHS.console.pharmacies, { number: "50001", ...town, finess: "440000016" });
		expect(again.status).toBe(201);
		const other = await post(PATHS.console.pharmacies, { number: "50001", ...town, name: "Autre" });
		expect(await codeOf(other)).toMatchObject({ status: 409, code: "pharmacy_exists" });
		const finess = await post(PATHS.console.pharmacies, { number: "50002", ...town, finess: "440000016" });
		expect(await codeOf(finess)).toMatchObject({ status: 409, code: "pharmacy_exists" });
	});

	it.each([
		[{ number: "5000" }, "number"],
		[{ name: "x".repeat(31), town: "y" }, "name"],
		[{ finess: "440000017" }, "finess"],
	])("with %o are refused by field", async (wrong, field) => {
		const answer = await post(PATHS.console.pharmacies, { number: "50009", ...town, ...wrong });
		expect(await codeOf(answer)).toMatchObject({ status: 400, code: "request_malformed", field });
	});

	it("come in pages", async () => {
		const data = Array.from({ length: 120 }, (_, i) => ({ number: String(60_000 + i), name: "Page", town: "Dax" }));
		await portal.server.context.db.pharmacy.createMany({ data });
		const seen: string[] = [];
		for (let after: string | null = ""; after !== null; ) {
			const page: z.infer<typeof pharmacyPage> = await get(
				`${PATHS.console.pharmacies}?q=page&after=${after}`,
				pharmacyPage,
			);
			seen.push(...page.pharmacies.map(({ number }) => number));
			after = page.next;
		}
		expect(seen).toEqual(data.map(({ number }) => number));
	});

	it("FINESS numbers are checked by Luhn; Corsican ones are taken", () => {
		expect(["440000016", "2A0000014"].map(isFiness)).toEqual([true, true]);
		expect(["440000017", "44000001", "A40000016", ""].map(isFiness)).toEqual([false, false, false, false]);
	});
});

describe("venues, events and trains", () => {
	it("are added once by their id, and listed", async () => {
		const venue = { id: randomUUID(), name: "Salle des fêtes" };
		const rows = await Promise.all([post(PATHS.console.venues, venue), post(PATHS.console.venues, venue)]);
		expect(rows.map(({ status }) => status)).toEqual([201, 201]);
		venueRow.parse(await rows[0]?.json());
		const { now } = portal.clock;
		const event = {
			id: randomUUID(),
			venue: venue.id,
			kind: "event",
			name: "Bal",
			gates: ["Nord", "Sud"],
			capacity: 200,
			from: now,
			to: now + DAY,
		};
		for (const answer of [await post(PATHS.console.assignments, event), await post(PATHS.console.assignments, event)]) {
			expect([answer.status, await answer.json()]).toMatchObject([201, { id: event.id, checkIns: 0 }]);
		}
		const other = await post(PATHS.console.assignments, { ...event, name: "Autre" });
		expect(await codeOf(other)).toMatchObject({ status: 400, field: "id" });
		const { venues } = await get(PATHS.console.venues, venueList);
		expect(venues.find(({ id }) => id === venue.id)).toMatchObject({
			name: venue.name,
			assignments: [{ name: "Bal" }],
		});
	});

	it.each([
		[{ to: 1 }, "to"],
		[{ gates: [] }, "gates"],
		[{ gates: ["A", "A"] }, "gates"],
		[{ kind: "train", gates: [], capacity: 5 }, "capacity"],
		[{ venue: "none" }, undefined],
	])("with %o are refused", async (wrong, field) => {
		const { now } = portal.clock;
		const good = {
			id: randomUUID(),
			venue: VENUE,
			kind: "event",
			name: "Bal",
			gates: ["A"],
			capacity: null,
			from: now,
			to: now + 9,
		};
		const answer = await codeOf(await post(PATHS.console.assignments, { ...good, ...wrong }));
		expect(answer).toMatchObject(field === undefined ? { status: 404, code: "venue_unknown" } : { status: 400, field });
	});
});

describe("devices", () => {
	it("are enrolled by a ticket, show what they owe, and are denied", async () => {
		const input = { id: randomUUID(), role: "counter", pharmacy: PHARMACY };
		const tickets = [await post(PATHS.console.enrolments, input), await post(PATHS.console.enrolments, input)];
		const [first, second] = await Promise.all(tickets.map((answer) => answer.json()));
		expect(enrolmentTicket.parse(first)).toEqual(second);

		const counter = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
		await portal.server.publisher.publishAll();
		const records = await Promise.all([0, 1, 4, 7].map((index) => issueRecord(counter, portal.clock.now, { index })));
		await postAs(portal, counter.key, { path: PATHS.records, body: { records } });
		const { devices } = await get(`${PATHS.console.devices}?q=pont`, devicePage);
		const row = devices.find(({ id }) => id === counter.kit.deviceId);
		expect(row).toMatchObject({ role: "counter", label: "poste 1", registered: 4, missing: 4, deniedAt: null });

		const body = { attestation: records[0]?.attestation, reason: "entry_error" };
		expect(await (await postAs(portal, counter.key, { path: PATHS.revocations, body })).json()).toMatchObject({
			outcome: "revoked",
		});
		const overview = await get(PATHS.console.overview, consoleOverview);
		expect(overview).toMatchObject({
			serverTime: portal.clock.now,
			records: { registered: 3, refused: 0, revoked: 1, lastHour: 3, lastAt: portal.clock.now },
			backlog: { missing: 4, mails: 0 },
			lists: { keyset: { seq: 1 }, trustList: { issuedAt: portal.clock.now } },
		});

		const denial = { device: counter.kit.deviceId, reason: "stolen" };
		const denied = await post(PATHS.console.denials, denial);
		expect(denied.status).toBe(201);
		const { listSeq } = denialAnswer.parse(await denied.json());
		const after = await get(PATHS.console.overview, consoleOverview);
		expect(after.lists.trustList?.seq).toBe(listSeq);
		expect(after.devices.denied).toBe(overview.devices.denied + 1);
		expect(denialAnswer.parse(await (await post(PATHS.console.denials, denial)).json()).listSeq).toBe(listSeq);
		const unknown = await post(PATHS.console.denials, { device: randomUUID(), reason: "lost" });
		expect(await codeOf(unknown)).toMatchObject({ status: 404, code: "device_unknown" });
	});
});
