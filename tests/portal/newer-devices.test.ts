/**
 * Devices that are newer than the portal: each message of a device, with a member that this portal does not know in each of
 * its objects in turn. The messages are those of the route table; a row without one here fails.
 */

import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Access, RouteRow } from "@/lib/protocol/route-row";
import { ROUTES } from "@/lib/protocol/routes";
import { createEnrolmentCode } from "@/lib/server/services/enrolment/create-enrolment-code";
import { MINUTE } from "@/lib/shared/numeric-date";
import { OPERATOR } from "@/tests/support/actors";
import { granted } from "@/tests/support/granted";
import {
	type DeviceKey,
	deviceKey,
	type EnrolledDevice,
	enrolDevice,
	issueRecord,
	postAs,
} from "@/tests/support/test-device";
import { openTestServer, type TestServer } from "@/tests/support/test-server";
import { makeWorld, PHARMACY, VENUE } from "@/tests/support/test-world";

type RouteName = keyof typeof ROUTES;
type Json = { readonly [name: string]: unknown };
type Message = { readonly key: DeviceKey; readonly body: Json };

/** Whose callers wait for the answer and are told. */
const OF_PEOPLE: readonly Access[] = ["console", "monitor"];
const rows = (Object.keys(ROUTES) as RouteName[]).filter((name) => {
	const row = ROUTES[name];
	return "request" in row && !OF_PEOPLE.includes(row.access) && name !== "openConsoleSession";
});

let portal: TestServer;
let counter: EnrolledDevice;
let door: EnrolledDevice;
let stranger: DeviceKey;
let nextIndex = 0;

beforeAll(async () => {
	portal = await openTestServer();
	await makeWorld(portal);
	counter = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	door = await enrolDevice(portal, { role: "door", venue: VENUE });
	stranger = await deviceKey();
	await portal.server.publisher.publishAll();
});
afterAll(() => portal.close());

const issue = () => issueRecord(counter, portal.clock.now, { index: nextIndex++ });
const token = (bytes: number) => randomBytes(bytes).toString("base64url");
const fromCounter = (body: Json): Message => ({ key: counter.key, body });
const fromDoor = (body: Json): Message => ({ key: door.key, body });

const PDF = Buffer.from("%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n").toString("base64");

/** A good one each time, which was never sent before. */
const MESSAGES: Partial<Record<RouteName, () => Promise<Message>>> = {
	openPass: async () => ({ key: stranger, body: { token: token(16), stripNumber: (await issue()).stripNumber } }),
	claimEnrolment: async () => {
		const home = { id: randomUUID(), role: "counter", pharmacy: PHARMACY } as const;
		const { code } = await granted(createEnrolmentCode(portal.server.context, home, { by: OPERATOR }));
		const key = await deviceKey();
		return { key, body: { code, jwk: key.jwk, label: "poste 2", transport: (await deviceKey()).jwk } };
	},
	renewKit: async () => {
		const counts = { given: 0, void: 0, refused: 0, waiting: 0 };
		const start = { id: token(6), ...counts, generation: 1, before: [{ id: token(6), ...counts }], pins: true };
		return fromCounter({ key: randomUUID(), indicesLeft: 2_000, start, transport: (await deviceKey()).jwk });
	},
	registerRecords: async () => {
		const record = await issue();
		const { given, family } = record.identity;
		return fromCounter({
			records: [
				{
					...record,
					identity: { ...record.identity, latin: { family, given } },
					contact: { phone: "0123456789" },
					document: { kind: "passport", issuer: "FRA" },
					lot: { number: "41ADG", expiry: "2021-11-30" },
					start: { id: token(6), number: 1 },
				},
			],
		});
	},
	registerPositives: async () => {
		const { identity, contact, sampled, locale } = await issue();
		const recorded = { at: portal.clock.now - MINUTE, zone: "Europe/Paris" };
		const result = { key: randomUUID(), identity, contact, product: "1232", sampled, recorded, locale };
		return fromCounter({ results: [result] });
	},
	askSameDay: async () =>
		fromCounter({ family: "ESSAI", given: "Camille", birth: "1990-02-03", act: "A", day: "2021-11-27" }),
	listRegisteredTwice: async () => fromCounter({ from: portal.clock.now - MINUTE, to: portal.clock.now }),
	revokeAttestation: async () => fromCounter({ attestation: (await issue()).attestation, reason: "entry_error" }),
	listSharedPapers: async () => fromCounter({}),
	mailSheet: async () => fromCounter({ key: randomUUID(), email: "camille@essai.example", locale: "fr", pdf: PDF }),
	exchangeCheckIns: async () => {
		const at = { assignment: "film", gate: "A", at: portal.clock.now };
		const seen = { outcome: "accepted", format: "relais", pseudonym: token(16), salt: token(8) };
		const events = [
			{ type: "passage", id: randomUUID(), ...at, direction: "in", ...seen },
			{ type: "correction", id: randomUUID(), ...at, direction: "out" },
			{ type: "override", id: randomUUID(), ...at, reason: "shelter" },
		];
		return fromDoor({ events, post: { assignment: "film", gate: "A", role: "both", after: 0, completeAt: null } });
	},
	storeCodeReport: async () => {
		const day = new Date(portal.clock.now * 1_000).toISOString().slice(0, 10);
		return fromDoor({ day, hashes: [token(3)] });
	},
};

async function messageOf(name: RouteName): Promise<Message> {
	const make = MESSAGES[name];
	if (make === undefined) throw new Error(`no message of ${name}`);
	return make();
}

type Place = readonly (string | number)[];

/** Every object of a message, outermost first. */
function placesOf(value: unknown, at: Place = []): readonly Place[] {
	if (typeof value !== "object" || value === null) return [];
	const entries: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
		? value.map((each, i) => [i, each] as const)
		: Object.entries(value);
	return [...(Array.isArray(value) ? [] : [at]), ...entries.flatMap(([name, each]) => placesOf(each, [...at, name]))];
}

/** With a member that is an object itself, as a newer version could add one. */
function withMember(value: unknown, [next, ...rest]: Place): unknown {
	if (next === undefined) return { ...(value as Json), ofANewerVersion: { also: ["this"] } };
	if (Array.isArray(value)) return value.map((each, i) => (i === next ? withMember(each, rest) : each));
	const members = value as Json;
	return { ...members, [next]: withMember(members[next], rest) };
}

async function answerTo(name: RouteName, { key, body }: Message): Promise<Json> {
	const answer = await postAs(portal, key, { path: ROUTES[name].path, body });
	const said = (await answer.json()) as Json;
	expect([answer.status, said]).toEqual([200, said]);
	return said;
}

/** Of an answer: which members it has, and what came of what was sent. */
function gist(answer: Json): unknown {
	const { answers, outcome, state, stored, refused } = answer;
	const each = (answers as readonly Json[] | undefined)?.map((one) => [one["outcome"], one["reason"]]);
	const stays = (stored as readonly unknown[] | undefined)?.length;
	return { members: Object.keys(answer).sort(), each, outcome, state, stays, refused };
}

/** What nothing but the entry of a queue says: the portal would lose what it passes over there. */
const KEPT_WHOLE: readonly Place[number][] = ["records", "results"];

describe("[OP-6] a member that the portal does not know", () => {
	it("is tried in a message of every row that devices call", () => {
		expect(Object.keys(MESSAGES).sort()).toEqual([...rows].sort());
	});

	it.each(rows)("is passed over wherever it stands in %s", async (name) => {
		const plain = gist(await answerTo(name, await messageOf(name)));
		const places = placesOf((await messageOf(name)).body);
		expect(places[0]).toEqual([]);
		for (const place of places.filter(([first]) => !KEPT_WHOLE.includes(first ?? ""))) {
			const { key, body } = await messageOf(name);
			expect([place, gist(await answerTo(name, { key, body: withMember(body, place) as Json }))]).toEqual([
				place,
				plain,
			]);
		}
	});

	it.each(rows)("is passed over by a device in the answer to %s", async (name) => {
		const { answer } = ROUTES[name] as RouteRow;
		const said = await answerTo(name, await messageOf(name));
		// Members of the one map are no names but days.
		const places = placesOf(said).filter((place) => !place.includes("days"));
		for (const place of places) expect([place, answer?.parse(withMember(said, place))]).toEqual([place, said]);
	});

	it.each(["registerRecords", "registerPositives"] as const)(
		"[IN-2] wherever it stands in an entry of %s, has that entry asked for again, and refused never",
		async (name) => {
			const { key, body } = await messageOf(name);
			const places = placesOf(body).filter(([first]) => KEPT_WHOLE.includes(first ?? ""));
			expect(places.length).toBeGreaterThan(3);
			for (const place of places) {
				const { answers } = await answerTo(name, { key, body: withMember(body, place) as Json });
				expect([place, answers]).toMatchObject([place, [{ outcome: "retry", reason: "member_unknown" }]]);
			}
			expect(await answerTo(name, { key, body })).toMatchObject({ answers: [{ outcome: "registered" }] });
		},
	);
});
