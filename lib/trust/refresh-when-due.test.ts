import { describe, expect, it } from "vitest";
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import { keysetJwt, listJwt, NOW, ROOT } from "@/tests/support/authority";
import { memoryListStore } from "@/tests/support/memory-list-store";
import { memoryValueStore } from "@/tests/support/memory-value-store";
import type { ClockMemory } from "./device-clock";
import type { FetchAnswer } from "./fetch-file";
import { type DueRefreshPorts, type LastRefresh, refreshWhenDue } from "./refresh-when-due";

function setUp(over: Partial<DueRefreshPorts> = {}) {
	const files = new Map<string, string>([
		["/trust/keyset.jwt", keysetJwt()],
		["/trust/list.jwt", listJwt({ status: [] })],
	]);
	const state = { now: NOW, away: false, asked: [] as string[] };
	const ports: DueRefreshPorts = {
		store: memoryListStore(ROOT.thumbprint),
		fetch: async ({ uri }): Promise<FetchAnswer> => {
			state.asked.push(uri);
			if (state.away) return { state: "unreachable" };
			const text = files.get(uri);
			return text === undefined ? { state: "gone" } : { state: "fetched", etag: null, text };
		},
		clock: memoryValueStore<ClockMemory>(),
		floor: undefined,
		now: () => state.now,
		subtle: crypto.subtle,
		last: memoryValueStore<LastRefresh>(),
		codeLists: false,
		...over,
	};
	return { files, state, ports };
}

describe("refreshing the lists when it is time to", () => {
	it("comes again after a quarter of an hour, and not earlier", async () => {
		const { state, ports } = setUp();
		expect(await refreshWhenDue(ports)).toBe(NOW + 900);
		state.asked = [];
		state.now += 899;
		expect(await refreshWhenDue(ports)).toBe(NOW + 900);
		expect(state.asked).toEqual([]);
		state.now += 1;
		await refreshWhenDue(ports);
		expect(state.asked).toContain("/trust/list.jwt");
	});

	it("comes again sooner when nobody answered", async () => {
		const { state, ports } = setUp();
		state.away = true;
		expect(await refreshWhenDue(ports)).toBe(NOW + 120);
	});

	it("is due at once when the clock was set back", async () => {
		const { state, ports } = setUp({ last: memoryValueStore<LastRefresh>({ at: NOW + DAY, outcome: "refreshed" }) });
		await refreshWhenDue(ports);
		expect(state.asked).not.toEqual([]);
	});

	it("[TL-4] forgives the clock what it once showed, as soon as a newer signed list arrives", async () => {
		const clock = memoryValueStore<ClockMemory>({ own: NOW + 400 * DAY, confirmed: null, offset: null });
		const { files, state, ports } = setUp({ clock });
		await refreshWhenDue(ports);
		expect((await clock.read())?.own).toBe(NOW);
		await clock.change(() => ({ own: NOW + 400 * DAY, confirmed: null, offset: null }));
		state.now += HOUR;
		await refreshWhenDue(ports);
		expect((await clock.read())?.own).toBe(NOW + 400 * DAY);
		files.set("/trust/list.jwt", listJwt({ status: [], seq: 2, iat: NOW }));
		state.now += HOUR;
		await refreshWhenDue(ports);
		expect((await clock.read())?.own).toBe(NOW + 2 * HOUR);
	});

	it("[CC-8] asks for the same eighteen days whatever the door admitted, and only where codes are judged", async () => {
		const { state, ports } = setUp({ codeLists: true });
		await refreshWhenDue(ports);
		const days = state.asked.filter((uri) => uri.startsWith("/trust/codes/"));
		expect(days).toHaveLength(18);
		const counter = setUp();
		await refreshWhenDue(counter.ports);
		expect(counter.state.asked.filter((uri) => uri.startsWith("/trust/codes/"))).toEqual([]);
	});
});
