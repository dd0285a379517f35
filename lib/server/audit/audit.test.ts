/** Each act of the audit trail on a real database: its entry, and that neither is there without the other. */
import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PATHS } from "@/lib/protocol/paths";
import type { RecordInput } from "@/lib/protocol/records";
import { openServer, type Server } from "@/lib/server/context/open-context";
import { DAY } from "@/lib/shared/numeric-date";
import { COMMAND, OPERATOR } from "@/tests/support/actors";
import { granted } from "@/tests/support/granted";
import { deviceKey, type EnrolledDevice, enrolDevice, issueRecord, postAs } from "@/tests/support/test-device";
import { ORIGIN, openTestServer, type TestServer } from "@/tests/support/test-server";
import { makeWorld, OTHER_PHARMACY, PHARMACY } from "@/tests/support/test-world";
import { restorePublished } from "../publish/restore-published";
import { createConsoleLink } from "../services/console/create-console-link";
import { createEnrolmentCode } from "../services/enrolment/create-enrolment-code";
import { resealColumns } from "../services/field-key/reseal-columns";
import { AUDIT_ACTIONS, type AuditAction } from "./actions";

/** Typed by somebody: none of it may be in an entry. */
const TYPED = "Saisi-ici";

let portal: TestServer;
let counter: EnrolledDevice;
let rotated: Server;
let cookie: string;
let token: string;
let code: string;
let papers: readonly RecordInput[];
const claimant = deviceKey();
const [venue, assignment, enrolment, order] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];

beforeAll(async () => {
	portal = await openTestServer();
	await makeWorld(portal);
	const { context } = portal.server;
	counter = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
	await portal.server.publisher.publishAll();
	const issue = (index: number, family: string) =>
		issueRecord(counter, portal.clock.now, { index, claims: { n: [family, "Camille"] } });
	// The last two share an index.
	papers = [await issue(0, TYPED), await issue(1, TYPED), await issue(1, "AUTRE")];
	for (const record of papers) await postAs(portal, counter.key, { path: PATHS.records, body: { records: [record] } });
	await takeBack(papers[1]);
	({ code } = await granted(
		createEnrolmentCode(context, { id: randomUUID(), role: "counter", pharmacy: PHARMACY }, { by: OPERATOR }),
	));
	token = await newToken();
	cookie = (await openSession(await newToken())).headers.get("set-cookie")?.split(";")[0] ?? "";
	const settings = { ...context.settings, fieldKeys: randomBytes(32).toString("base64url") };
	rotated = await openServer(settings, { clock: () => portal.clock.now });
});
afterAll(async () => {
	await rotated.stop();
	await portal.close();
});

const newToken = async () => (await createConsoleLink(portal.server.context, "Mme Essai", COMMAND)).split("#")[1] ?? "";

function onConsole(path: string, body: unknown, own = cookie): Promise<Response> {
	const headers = { "content-type": "application/json", origin: ORIGIN, cookie: own };
	return portal.call(path, { method: "POST", headers, body: JSON.stringify(body) });
}
const openSession = (link: string) => onConsole(PATHS.console.session, { token: link }, "");
const endSession = () => portal.call(PATHS.console.session, { method: "DELETE", headers: { origin: ORIGIN, cookie } });
const takeBack = (record?: RecordInput) =>
	postAs(portal, counter.key, {
		path: PATHS.revocations,
		body: { attestation: record?.attestation, reason: "entry_error" },
	});
async function claim(): Promise<Response> {
	const key = await claimant;
	return postAs(portal, key, { path: PATHS.claim, body: { code, jwk: key.jwk, label: TYPED } });
}
/** As if an older state had been restored: the database has forgotten a denial that is published. */
async function forgetDenial(): Promise<void> {
	await portal.database.query("UPDATE pharmacies SET denied_at = NULL, denied_reason = NULL");
}

type Act = {
	readonly action: AuditAction;
	/** Where the act itself is written. */
	readonly table: string;
	/** The answer to the request, where it is one. */
	readonly act: () => Promise<unknown>;
	readonly entry: () => { readonly actor?: string; readonly actor_kind: string; readonly subject: object };
	/** Its entry stands before the first of its many transactions. */
	readonly many?: boolean;
};

const operator = { actor_kind: "operator", actor: "Mme Essai" };
const link = { link: expect.stringMatching(/^[\w-]{11}$/) };
const device = () => ({ actor_kind: "device", actor: counter.kit.deviceId });
const deviceOf = () => ({ device: counter.kit.deviceId });
const paper = { pharmacy: PHARMACY, paper: expect.stringMatching(/^[A-Za-z0-9]{1,8}\.\d+$/) };
const pharmacy = { number: "50001", name: TYPED, town: TYPED };
const times = () => ({ from: portal.clock.now, to: portal.clock.now + DAY });

const ACTS: readonly Act[] = [
	{
		action: "console-link.made",
		table: "console_links",
		act: () => createConsoleLink(portal.server.context, "Mme Essai", COMMAND),
		entry: () => ({ actor_kind: "command", actor: COMMAND.name, subject: link }),
	},
	{
		action: "console.opened",
		table: "console_sessions",
		act: () => openSession(token),
		entry: () => ({ ...operator, subject: link }),
	},
	{
		action: "pharmacy.added",
		table: "pharmacies",
		act: () => onConsole(PATHS.console.pharmacies, pharmacy),
		entry: () => ({ ...operator, subject: { pharmacy: "50001" } }),
	},
	{
		action: "venue.added",
		table: "venues",
		act: () => onConsole(PATHS.console.venues, { id: venue, name: TYPED }),
		entry: () => ({ ...operator, subject: { venue } }),
	},
	{
		action: "assignment.added",
		table: "assignments",
		act: () => {
			const event = { id: assignment, venue, kind: "event", name: TYPED, gates: [TYPED], capacity: null };
			return onConsole(PATHS.console.assignments, { ...event, ...times() });
		},
		entry: () => ({ ...operator, subject: { venue, assignment } }),
	},
	{
		action: "enrolment-code.made",
		table: "enrolment_codes",
		act: () => onConsole(PATHS.console.enrolments, { id: enrolment, role: "door", venue }),
		entry: () => ({ ...operator, subject: { code: enrolment, venue } }),
	},
	{
		action: "device.enrolled",
		table: "devices",
		act: claim,
		entry: () => ({ actor_kind: "device", subject: { code: expect.any(String), pharmacy: PHARMACY } }),
	},
	{
		action: "pins.ordered",
		table: "devices",
		act: () => onConsole(PATHS.console.pinOrders, { id: order, ...deviceOf() }),
		entry: () => ({ ...operator, subject: deviceOf() }),
	},
	{
		action: "attestation.revoked",
		table: "status_bits",
		act: () => takeBack(papers[0]),
		entry: () => ({ ...device(), subject: paper }),
	},
	{
		action: "shared-papers.revoked",
		table: "status_bits",
		act: () => takeBack(papers[2]),
		entry: () => ({ ...device(), subject: paper }),
	},
	{
		action: "columns.resealed",
		table: "records",
		act: () => resealColumns(rotated.context, COMMAND),
		entry: () => ({ actor_kind: "command", actor: COMMAND.name, subject: { key: rotated.context.cipher.keyId } }),
		many: true,
	},
	{
		action: "device.denied",
		table: "devices",
		act: () => onConsole(PATHS.console.denials, { ...deviceOf(), reason: "stolen" }),
		entry: () => ({ ...operator, subject: deviceOf() }),
	},
	{
		action: "pharmacy.denied",
		table: "pharmacies",
		act: () => onConsole(PATHS.console.denials, { pharmacy: OTHER_PHARMACY, reason: "fraud" }),
		entry: () => ({ ...operator, subject: { pharmacy: OTHER_PHARMACY } }),
	},
	{
		action: "published.restored",
		table: "pharmacies",
		act: () => restorePublished(portal.server.context),
		entry: () => ({ actor_kind: "portal", actor: "start", subject: {} }),
	},
	{
		action: "console.closed",
		table: "console_sessions",
		act: endSession,
		entry: () => ({ ...operator, subject: {} }),
	},
];

const entries = () => portal.database.query("SELECT * FROM audit_entries ORDER BY id");

/** All that a table holds. */
async function contentOf(table: string): Promise<unknown> {
	const [row] = await portal.database.query(
		`SELECT md5(string_agg(each::text, ',' ORDER BY each::text)) AS content FROM ${table} each`,
	);
	return row?.["content"];
}

/** Tries the act while the transaction that writes to this table cannot be committed. */
async function whileRefusing(table: string, act: () => Promise<unknown>): Promise<void> {
	const refuse = "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE 'no'; END$$";
	const atCommit = `CREATE CONSTRAINT TRIGGER refusing AFTER INSERT OR UPDATE OR DELETE ON ${table}
		DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse()`;
	await portal.database.query(`${refuse}; ${atCommit}`);
	try {
		const answer = await act().catch((fault: unknown) => fault);
		if (answer instanceof Response) expect(answer.status).toBe(500);
		else expect(answer).toBeInstanceOf(Error);
	} finally {
		await portal.database.query(`DROP TRIGGER refusing ON ${table}`);
	}
}

describe("[AU-1] an act and its entry", () => {
	it.each(ACTS)("are one: $action", async ({ action, table, act, entry, many = false }) => {
		if (action === "published.restored") await forgetDenial();
		const [before, content] = [await entries(), await contentOf(table)];
		await whileRefusing("audit_entries", act);
		expect(await contentOf(table)).toBe(content);
		if (!many) await whileRefusing(table, act);
		expect(await entries()).toEqual(before);

		const started = Date.now();
		const answer = await act();
		expect(await contentOf(table)).not.toBe(content);
		const written = (await entries()).slice(before.length);
		const requestId = answer instanceof Response ? answer.headers.get("x-request-id") : null;
		expect(written).toMatchObject([{ action, ...entry(), request_id: requestId }]);
		expect(Math.abs(Number(written[0]?.["at"]) - started)).toBeLessThan(60_000);
	});

	it("are not there again where what is asked for again changes nothing", async () => {
		const before = await entries();
		cookie = (await openSession(await newToken())).headers.get("set-cookie")?.split(";")[0] ?? "";
		const own = await entries();
		expect(own.length).toBe(before.length + 2);
		const again: readonly AuditAction[] = [
			"pharmacy.added",
			"venue.added",
			"assignment.added",
			"enrolment-code.made",
			"device.enrolled",
			"pins.ordered",
			"device.denied",
			"pharmacy.denied",
			"published.restored",
		];
		for (const { act } of ACTS.filter(({ action }) => again.includes(action))) await act();
		await openSession(token);
		expect(await entries()).toEqual(own);
	});
});

describe("[AU-3] entries", () => {
	it("have a word for each act, and each word of the code was written", async () => {
		const words = new Set((await entries()).map(({ action }) => action));
		const elsewhere: readonly AuditAction[] = ["entries.deleted", "month.forgotten"];
		expect([...words].sort()).toEqual(AUDIT_ACTIONS.filter((word) => !elsewhere.includes(word)).sort());
	});

	it("hold nothing that somebody typed but an operator's name, and nobody's data", async () => {
		const text = JSON.stringify(await entries());
		expect(text).toContain("Mme Essai");
		for (const word of [TYPED, "AUTRE", "Camille", "1990-02-03", "Pharmacie", token, code]) {
			expect(text).not.toContain(word);
		}
	});
});
