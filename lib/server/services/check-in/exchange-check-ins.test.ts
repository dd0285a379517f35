import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CheckinEvent, Passage } from "@/lib/checkin/checkin-event";
import { checkinExchangeAnswer, OTHERS_PAGE } from "@/lib/protocol/checkins";
import { PATHS } from "@/lib/protocol/paths";
import { type EnrolledDevice, enrolDevice, postAs } from "@/tests/support/test-device";
import { openTestServer, type TestServer } from "@/tests/support/test-server";
import { makeWorld, RAILWAY, VENUE } from "@/tests/support/test-world";

let portal: TestServer;
let a: EnrolledDevice;
let b: EnrolledDevice;
let train: EnrolledDevice;

beforeAll(async () => {
	portal = await openTestServer();
	await makeWorld(portal);
	a = await enrolDevice(portal, { role: "door", venue: VENUE });
	b = await enrolDevice(portal, { role: "door", venue: VENUE });
	train = await enrolDevice(portal, { role: "train", venue: RAILWAY });
	await portal.server.publisher.publishAll();
});
afterAll(() => portal.close());

const passage = (overrides: Partial<Passage> = {}): Passage => ({
	type: "passage",
	id: randomUUID(),
	assignment: "film",
	gate: "A",
	at: portal.clock.now,
	direction: "in",
	outcome: "accepted",
	format: "relais",
	pseudonym: "A".repeat(22),
	alias: "B".repeat(22),
	salt: "saltsaltsal",
	...overrides,
});

type Post = { assignment: string; gate: string; role: string; after: number; completeAt: number | null };
const at = (gate: string, over: Partial<Post> = {}): Post => ({
	assignment: "film",
	gate,
	role: "entry",
	after: 0,
	completeAt: null,
	...over,
});

async function exchange(device: EnrolledDevice, post: Post | null, events: readonly CheckinEvent[] = []) {
	const answer = await postAs(portal, device.key, { path: PATHS.checkins, body: { events, post } });
	expect(answer.status).toBe(200);
	return checkinExchangeAnswer.parse(await answer.json());
}

describe("[CI-8] gates of one event through the portal", () => {
	it("[CI-17] read what all recorded as it was recorded, each once, what they recorded themselves included", async () => {
		const ofA: CheckinEvent[] = [
			passage(),
			passage({ again: true }),
			{ type: "correction", id: randomUUID(), assignment: "film", gate: "A", at: portal.clock.now, direction: "out" },
			{ type: "override", id: randomUUID(), assignment: "film", gate: "A", at: portal.clock.now, reason: "shelter" },
		];
		ofA.push(passage({ direction: "out", undoes: ofA[0]?.id }));
		await exchange(a, at("A"), ofA);
		const mine = passage({ gate: "B" });
		const { others } = await exchange(b, at("B"), [mine]);
		expect(others?.events).toEqual([...ofA, mine]);
		expect(others?.more).toBe(false);
		expect((await exchange(b, at("B", { after: others?.next ?? 0 }))).others?.events).toEqual([]);
		const back = await exchange(a, at("A"));
		expect(back.others?.events).toEqual([...ofA, mine]);
	});

	it("read page by page", async () => {
		const first = (await exchange(b, at("B"))).others?.next ?? 0;
		const many = Array.from({ length: OTHERS_PAGE }, () => passage());
		await exchange(a, at("A"), many);
		await exchange(a, at("A"), [passage()]);
		const one = (await exchange(b, at("B", { after: first }))).others;
		expect(one).toMatchObject({ more: true });
		expect(one?.events.map(({ id }) => id)).toEqual(many.map(({ id }) => id));
		const two = (await exchange(b, at("B", { after: one?.next ?? 0 }))).others;
		expect(two?.events).toHaveLength(1);
		expect(two?.more).toBe(false);
	});

	it("miss nothing that was committed while they read, whatever the order in which it began", async () => {
		const doors = await Promise.all([1, 2, 3, 4].map(() => enrolDevice(portal, { role: "door", venue: VENUE })));
		const [last] = await portal.database.query("SELECT max(seq)::int AS seq FROM check_ins");
		let next = Number(last?.["seq"]);
		const sent = new Set<string>();
		const read = new Set<string>();
		const readOn = async () => {
			const { others } = await exchange(b, at("B", { after: next }));
			for (const { id } of others?.events ?? []) read.add(id);
			next = others?.next ?? next;
		};
		const sending = doors.map(async (door) => {
			for (let i = 0; i < 3; i++) {
				const events = Array.from({ length: 20 }, () => passage());
				for (const { id } of events) sent.add(id);
				await exchange(door, at("A"), events);
			}
		});
		for (let i = 0; i < 8; i++) await readOn();
		await Promise.all(sending);
		await readOn();
		expect(read).toEqual(sent);
	});

	it("begin again where the portal was restored and has less", async () => {
		const { others } = await exchange(b, at("B", { after: 9_000_000 }));
		expect(others?.events.length).toBe(OTHERS_PAGE);
	});

	it("[CI-9] learn which posts are at work, themselves too, and how long ago the portal had all of each", async () => {
		await portal.database.query("DELETE FROM posts");
		const now = portal.clock.now;
		await exchange(a, at("A", { role: "exit" }));
		await exchange(a, at("A", { role: "exit", completeAt: now }));
		portal.clock.now += 30;
		const end = (await exchange(a, at("A"))).others?.next ?? 0;
		const { others } = await exchange(b, at("B", { after: end }));
		expect(others?.posts).toContainEqual({ post: a.kit.deviceId, gate: "A", role: "entry", age: 30 });
		expect(others?.posts).toContainEqual({ post: b.kit.deviceId, gate: "B", role: "entry", age: null });
		portal.clock.now += 1;
		await exchange(a, at("A", { after: end, completeAt: portal.clock.now }));
		const late = await exchange(b, at("B", { after: end, completeAt: now + 5_000 }));
		expect(late.serverTime).toBe(portal.clock.now);
		const seen = (await exchange(a, at("A", { after: end, completeAt: portal.clock.now }))).others?.posts;
		expect(seen).toContainEqual({ post: b.kit.deviceId, gate: "B", role: "entry", age: 0 });
		expect(seen).toContainEqual({ post: a.kit.deviceId, gate: "A", role: "entry", age: 0 });
	});

	it("[CI-17] are heard after a run began only once the others have handed in what they held", async () => {
		await portal.database.query("DELETE FROM posts");
		const begun = portal.clock.now;
		const agesAfter = async (device: EnrolledDevice, gate: string, completeAt: number | null) => {
			const { others } = await exchange(device, at(gate, { completeAt }));
			return [a, b].map(({ kit }) => others?.posts.find(({ post }) => post === kit.deviceId)?.age);
		};
		for (const [device, gate] of [
			[a, "A"],
			[b, "B"],
		] as const)
			await agesAfter(device, gate, null);
		portal.clock.now += 10;
		await agesAfter(a, "A", begun + 10);
		expect(await agesAfter(b, "B", begun + 10)).toEqual([null, 0]);
		expect(await agesAfter(a, "A", begun + 10)).toEqual([0, 0]);
		// The disk of A is put back. What B holds of it may be nowhere else: A is heard until its earlier self was.
		portal.clock.now += 10;
		expect(await agesAfter(a, "A", null)).toEqual([10, 10]);
		portal.clock.now += 10;
		expect(await agesAfter(a, "A", begun + 30)).toEqual([20, 20]);
		expect(await agesAfter(b, "B", begun + 20)).toEqual([20, 10]);
		// Until then, and not after: that was the very second in which A began.
		expect(await agesAfter(a, "A", begun + 30)).toEqual([20, 10]);
		await agesAfter(b, "B", begun + 30);
		expect(await agesAfter(a, "A", begun + 30)).toEqual([0, 0]);
	});

	it("of another venue are told nothing, and leave no post behind", async () => {
		const { others } = await exchange(train, at("A"));
		expect(others).toBeNull();
		const posts = await portal.database.query("SELECT device_id FROM posts WHERE device_id = $1", [train.kit.deviceId]);
		expect(posts).toEqual([]);
	});

	it("[AB-5] at a gate that the event does not have are told nothing, and leave no post behind", async () => {
		const stray = await enrolDevice(portal, { role: "door", venue: VENUE });
		expect((await exchange(stray, at("Z"))).others).toBeNull();
		const posts = await portal.database.query("SELECT device_id FROM posts WHERE device_id = $1", [stray.kit.deviceId]);
		expect(posts).toEqual([]);
		expect((await exchange(stray, at("A"))).others).not.toBeNull();
	});
});
