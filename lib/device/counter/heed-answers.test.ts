import { describe, expect, it } from "vitest";
import { indicesLeft } from "@/lib/kit/index-reservation";
import { readDelegations } from "@/lib/kit/own-delegation";
import type { RecordBatchAnswer } from "@/lib/protocol/records";
import { delegationJwt, NOW } from "@/tests/support/authority";
import { draft, enrolledCounter } from "@/tests/support/enrolled-counter";
import { indexedDbIndexStore } from "../identity/index-store";
import { lifeStore, reportOf } from "../identity/start";
import { heedAnswers } from "./heed-answers";
import { issueDraft } from "./issue";

const BLOCKS = [delegationJwt({ jti: "one", sl: ["s1", 0, 40] }), delegationJwt({ jti: "two", sl: ["s1", 40, 40] })];

async function answered(answer: RecordBatchAnswer, indices: readonly (readonly [string, string])[] = []) {
	const ports = await enrolledCounter({ delegations: BLOCKS });
	const start = await ports.start();
	const one = draft();
	await issueDraft(one, ports);
	const answers = answer.answers.map((each) => ({ ...each, key: each.key === "mine" ? one.id : each.key }));
	const sent = { device: { delegations: BLOCKS }, start, indices: new Map([...indices, [one.id, "one.0"] as const]) };
	await heedAnswers({ ...answer, answers }, sent, ports);
	const left = async (jwt: string | undefined) => {
		const memory = { store: indexedDbIndexStore(ports.db), witness: ports.witness, seen: { highestIndex: null } };
		return indicesLeft(readDelegations(jwt === undefined ? [] : [jwt]), { ...memory, now: NOW });
	};
	return { report: await reportOf(start, ports.db), life: await lifeStore(ports.db).read(), start, left };
}

describe("what an answer to records says beside them", () => {
	it("[OL-4] an index that is another's gives its block up at once, and no other", async () => {
		const refused = { key: "mine", outcome: "refused", reason: "index_reused" } as const;
		const { left } = await answered({ answers: [refused] });
		expect([await left(BLOCKS[0]), await left(BLOCKS[1])]).toEqual([0, 40]);
	});

	it("another refusal gives nothing up", async () => {
		const refused = { key: "mine", outcome: "refused", reason: "revoked" } as const;
		const { left } = await answered({ answers: [refused] });
		expect(await left(BLOCKS[0])).toBe(39);
	});

	it("[OL-3] a twin gives up what was given before the two were apart, and is kept for the screens", async () => {
		const life = { state: "twin", since: NOW + 1, shared: 2 } as const;
		const heard = await answered({ answers: [], life });
		expect([await heard.left(BLOCKS[0]), await heard.left(BLOCKS[1])]).toEqual([0, 0]);
		expect(heard.life).toEqual({ ...life, start: heard.start });
	});

	it("[OL-6] what is registered is missing no more", async () => {
		const registered = { key: "mine", outcome: "registered", registeredAt: NOW, passId: "URN" } as const;
		expect((await answered({ answers: [] })).report).toMatchObject({ given: 1, waiting: 1 });
		expect((await answered({ answers: [registered] })).report).toMatchObject({ given: 1, waiting: 0, void: 0 });
	});
});
