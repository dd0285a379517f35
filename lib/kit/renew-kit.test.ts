import { describe, expect, it } from "vitest";
import type { DeviceKit, KitRequest } from "@/lib/protocol/device-kit";
import type { Life, StartReport } from "@/lib/protocol/starts";
import { DAY } from "@/lib/shared/numeric-date";
import { err, type Failure, ok, type Result } from "@/lib/shared/result";
import { delegationJwt, NOW } from "@/tests/support/authority";
import { counterKit } from "@/tests/support/enrolled-counter";
import { memoryIndexStore, memoryWitness } from "@/tests/support/memory-index-store";
import { memoryKitStore } from "@/tests/support/memory-kit-store";
import { indicesLeft } from "./index-reservation";
import { readDelegations } from "./own-delegation";
import type { OwnKit } from "./own-kit";
import { type RenewalPorts, renewKitIfDue } from "./renew-kit";

const BLOCK = delegationJwt({ jti: "one", sl: ["s1", 100, 400] });
const NEXT_BLOCK = delegationJwt({ jti: "two", sl: ["s1", 500, 400] });

const NOTHING = { highestIndex: null };
const START: StartReport = {
	...{ id: "AAAAAAAA", generation: 2, given: 0, void: 0, refused: 0, waiting: 0 },
	before: [{ id: "BBBBBBBB", given: 3, void: 0, refused: 0, waiting: 0 }],
};

function setUp(kit: Partial<OwnKit> = {}, answers: Result<DeviceKit, Failure>[] = []) {
	const requests: KitRequest[] = [];
	const indices = { store: memoryIndexStore(), witness: memoryWitness() };
	const lives: Life[] = [];
	let keys = 0;
	const ports: RenewalPorts<Failure> = {
		kit: memoryKitStore({ ...counterKit({ delegations: [BLOCK] }), kitAt: NOW - DAY, ...kit }),
		indices,
		start: async () => undefined,
		noteLife: async (life) => void lives.push(life),
		ask: async (request) => {
			requests.push(request);
			return answers.shift() ?? ok(counterKit({ delegations: [BLOCK] }));
		},
		now: () => NOW,
		newKey: () => `key ${keys++}`,
	};
	return { requests, indices, ports, lives };
}

describe("renewing the kit", () => {
	it("asks nobody before the enrolment, nor while the kit is young and full", async () => {
		const { ports, requests } = setUp({ kitAt: NOW });
		expect(await renewKitIfDue(ports)).toEqual({ state: "not_due" });
		expect(await renewKitIfDue({ ...ports, kit: memoryKitStore() })).toEqual({ state: "not_enrolled" });
		expect(requests).toEqual([]);
	});

	it("[VA-11] an order that was heard meanwhile is confirmed at once, and once", async () => {
		const order = "11111111-1111-4111-8111-111111111111";
		const { ports, requests } = setUp({ kitAt: NOW, toldStart: START.id });
		const heeding = { ...ports, start: async () => ({ ...START, pins: order }) };
		expect(await renewKitIfDue({ ...ports, start: async () => ({ ...START, pins: true }) })).toEqual({
			state: "not_due",
		});
		expect(await renewKitIfDue(heeding)).toMatchObject({ state: "renewed" });
		expect(requests).toMatchObject([{ start: { id: START.id, pins: order } }]);
		expect(await renewKitIfDue(heeding)).toEqual({ state: "not_due" });
	});

	it("tells how many indices are left and takes what comes", async () => {
		const { ports, requests } = setUp({}, [ok(counterKit({ label: "poste 9", delegations: [NEXT_BLOCK] }))]);
		expect(await renewKitIfDue(ports)).toMatchObject({ state: "renewed", kit: { label: "poste 9", kitAt: NOW } });
		expect(requests).toEqual([{ key: "key 0", indicesLeft: 400 }]);
		expect((await ports.kit.load())?.delegations).toEqual([BLOCK, NEXT_BLOCK]);
	});

	it("asks with the same key until an answer is stored: a lost answer costs no second block", async () => {
		const away = err({ code: "portal_unreachable", retryable: true });
		const { ports, requests } = setUp({}, [away, away]);
		expect(await renewKitIfDue(ports)).toEqual({ state: "failed", error: away.error });
		await renewKitIfDue(ports);
		await renewKitIfDue(ports);
		expect(new Set(requests.map(({ key }) => key)).size).toBe(1);
		await ports.kit.renew((kit) => ({ ...kit, kitAt: NOW - DAY }));
		await renewKitIfDue(ports);
		expect(requests.at(-1)?.key).not.toBe(requests[0]?.key);
	});

	it("[DL-3] gives up a block of which the authority has seen more, and asks for another at once", async () => {
		const restored = ok(counterKit({ delegations: [BLOCK], highestIndex: 250 }));
		const replaced = ok(counterKit({ delegations: [BLOCK, NEXT_BLOCK], highestIndex: 250 }));
		const { ports, requests, indices } = setUp({}, [restored, replaced]);
		expect(await renewKitIfDue(ports)).toMatchObject({ state: "renewed" });
		expect(requests.map(({ indicesLeft }) => indicesLeft)).toEqual([400, 0]);
		expect(requests[0]?.key).not.toBe(requests[1]?.key);
		expect(await indicesLeft(readDelegations([BLOCK]), { ...indices, seen: NOTHING, now: NOW })).toBe(0);
	});

	it("[OL-3] tells of its start once, before anything is due, and gives up what another life may hold", async () => {
		const twin: Life = { state: "twin", since: NOW, shared: 0 };
		const answers = [
			ok(counterKit({ delegations: [BLOCK], allotted: null, life: twin })),
			ok(counterKit({ delegations: [BLOCK, NEXT_BLOCK], allotted: "two", life: twin })),
		];
		const { ports, requests, indices, lives } = setUp({ kitAt: NOW }, answers);
		const started = { ...ports, start: async () => START };
		expect(await renewKitIfDue(started)).toMatchObject({ state: "renewed" });
		expect(requests.map(({ start, indicesLeft: left }) => [start?.id, left])).toEqual([
			["AAAAAAAA", 400],
			["AAAAAAAA", 0],
		]);
		expect(lives).toEqual([twin, twin]);
		expect(await indicesLeft(readDelegations([BLOCK]), { ...indices, seen: NOTHING, now: NOW })).toBe(0);
		expect(await renewKitIfDue(started)).toEqual({ state: "not_due" });
		expect(await renewKitIfDue({ ...ports, start: async () => ({ ...START, id: "CCCCCCCC" }) })).toMatchObject({
			state: "renewed",
		});
	});
});
