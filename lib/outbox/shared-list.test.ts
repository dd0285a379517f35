import { describe, expect, it } from "vitest";
import type { SharedIndex } from "@/lib/protocol/shared-papers";
import { err, ok } from "@/lib/shared/result";
import { refreshSharedList, type SharedList, type SharedListPorts } from "./shared-list";

const NOW = 1_628_868_600;
const paper = (key: string): SharedIndex["papers"][number] => ({
	...{ key, state: "needs", locale: "fr" },
	identity: { family: "ESSAI", given: "Camille", birth: "1990-02-03", sex: "X" },
	signed: { k: "A", t: NOW, exp: NOW + 1 },
});
const SHARED: SharedIndex = { delegation: "Dq3x", index: 7, seenAt: NOW, papers: [paper("first"), paper("second")] };

function ports(given: Partial<SharedListPorts> = {}) {
	let kept: { readonly list: SharedList; readonly at: number } | undefined;
	let [made, asked] = [0, 0];
	const all: SharedListPorts = {
		heard: async () => 1,
		askedAt: async () => kept?.at,
		load: async () => kept?.list,
		async keep(list, at) {
			kept = { list, at };
		},
		async forget() {
			kept = undefined;
		},
		async ask() {
			asked++;
			return ok({ shared: [SHARED] });
		},
		isRefused: async () => false,
		now: () => NOW,
		newKey: () => `draft ${++made}`,
		...given,
	};
	return { all, kept: () => kept?.list, asked: () => asked };
}

describe("[OL-5] the work list of a counter", () => {
	it("has a key for what replaces each paper, which stays when it is asked for again", async () => {
		let now = NOW;
		const { all, kept, asked } = ports({ now: () => now });
		expect(await refreshSharedList(all)).toEqual({ state: "done" });
		expect(await refreshSharedList(all)).toEqual({ state: "idle", again: NOW + 60 });
		now += 60;
		await refreshSharedList(all);
		expect([asked(), kept()?.drafts]).toEqual([2, { first: "draft 1", second: "draft 2" }]);
	});

	it("has another key for whom the portal refused the first one", async () => {
		let now = NOW;
		const { all, kept } = ports({ now: () => now, isRefused: async (key) => key === "draft 2" });
		await refreshSharedList(all);
		now += 60;
		await refreshSharedList(all);
		expect(kept()?.drafts).toEqual({ first: "draft 1", second: "draft 3" });
	});

	it("is asked for only where the portal spoke of one, and forgotten where there is none any more", async () => {
		const silent = ports({ heard: async () => undefined });
		expect(await refreshSharedList(silent.all)).toEqual({ state: "idle" });
		let count = 1;
		const { all, kept, asked } = ports({ heard: async () => count });
		await refreshSharedList(all);
		count = 0;
		expect(await refreshSharedList(all)).toEqual({ state: "idle" });
		expect([silent.asked(), asked(), kept()]).toEqual([0, 1, undefined]);
	});

	it("stays as it was where the portal does not answer", async () => {
		const error = { code: "offline", retryable: true };
		const { all, kept } = ports({ ask: async () => err(error) });
		expect(await refreshSharedList(all)).toEqual({ state: "failed", error });
		expect(kept()).toBeUndefined();
	});
});
