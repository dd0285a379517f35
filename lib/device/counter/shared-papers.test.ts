import { describe, expect, it, vi } from "vitest";
import type { SharedIndex } from "@/lib/protocol/shared-papers";
import { HOUR } from "@/lib/shared/numeric-date";
import { NOW } from "@/tests/support/authority";
import { draft, enrolledCounter } from "@/tests/support/enrolled-counter";
import { loadUnlocked } from "../identity/device-store";
import { noteLife } from "../identity/start";
import * as calls from "../portal/call-from-device";
import { workOn } from "../store/database";
import { issueDraft } from "./issue";
import { loadSharedPapers, replacementDraft, sharedPapersTask } from "./shared-papers";

const OTHER = "00000000-0000-4000-8000-00000000ffff";

/** A counter that was told of one index, which its own paper and another person's bear. */
async function told() {
	const ports = await enrolledCounter();
	workOn(ports.db);
	const mine = draft({ contact: { phone: "0600000000" } });
	await issueDraft(mine, ports);
	const signed = { k: "A", t: NOW - HOUR, exp: NOW + 71 * HOUR, p: "1232" } as const;
	const { family, given, birth, sex } = mine.identity;
	const paper = { state: "needs", signed, locale: "en" } as const;
	const shared: SharedIndex = {
		...{ delegation: "Dq3x", index: 1_000, seenAt: NOW },
		papers: [
			{ ...paper, key: OTHER, identity: { family: "AUTRE", given: "Dominique", birth: "1980-01-01", sex: "X" } },
			{ ...paper, key: mine.id, identity: { family, given, birth, sex } },
		],
	};
	const call = vi.spyOn(calls, "callFromDevice").mockResolvedValue({ ok: true, value: { shared: [shared] } });
	await noteLife({ state: "twin", since: NOW, shared: 1 }, "AAAAAAAA", ports.db);
	await sharedPapersTask();
	const device = await loadUnlocked(ports.db);
	if (device === undefined) throw new Error("no device");
	return { ports, device, call, mine };
}

describe("[OL-5] the people whose papers bear one index", () => {
	it("are kept sealed, each with the key of the record that will replace the paper", async () => {
		const { ports, device, call } = await told();
		const [index] = await loadSharedPapers(device, ports.db);
		expect(index?.papers.map(({ identity, issued }) => [identity.family, issued])).toEqual([
			["AUTRE", false],
			["ESSAI", false],
		]);
		const facts = JSON.stringify(await ports.db.facts.toArray(), (_, value) =>
			value instanceof ArrayBuffer ? new TextDecoder("latin1").decode(value) : value,
		);
		expect(facts).not.toContain("AUTRE");
		// Asked for again at once: the list is fresh, and nobody's key changes.
		await sharedPapersTask();
		expect(call).toHaveBeenCalledTimes(1);
		const again = await loadSharedPapers(device, ports.db);
		expect(again[0]?.papers.map((paper) => paper.draft)).toEqual(index?.papers.map((paper) => paper.draft));
		call.mockRestore();
	});

	it("get another sheet of the same act; pressing twice gives the same one", async () => {
		const { ports, device, call, mine } = await told();
		const [index] = await loadSharedPapers(device, ports.db);
		for (const paper of index?.papers ?? []) {
			const again = await replacementDraft(paper, device, ports.db);
			expect(again).toMatchObject({
				...{ kind: "A", performedAt: NOW - HOUR, product: { code: "1232", name: "Panbio" } },
				corrects: { key: paper.key, reason: "index_reused" },
			});
			// What this counter still has of the record goes with it.
			expect(again.contact).toEqual(paper.key === mine.id ? { phone: "0600000000" } : {});
			const first = await issueDraft(again, ports);
			expect(await issueDraft(await replacementDraft(paper, device, ports.db), ports)).toEqual(first);
			expect(first.ok && first.value.person.family).toBe(paper.identity.family);
		}
		const after = await loadSharedPapers(device, ports.db);
		expect(after[0]?.papers.map(({ issued }) => issued)).toEqual([true, true]);
		expect(await ports.db.outbox.count()).toBe(3);
		call.mockRestore();
	});

	it("are forgotten when nobody needs a sheet any more", async () => {
		const { ports, device, call } = await told();
		await noteLife({ state: "alone", since: NOW, shared: 0 }, "AAAAAAAA", ports.db);
		await sharedPapersTask();
		expect(await loadSharedPapers(device, ports.db)).toEqual([]);
		expect(await ports.db.facts.get("shared-papers")).toBeUndefined();
		call.mockRestore();
	});
});
