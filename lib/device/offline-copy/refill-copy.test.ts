import { describe, expect, it } from "vitest";
import type { CopyAnswer } from "./copy-answer";
import { emptyCopyPage } from "./empty-copy-page";
import { type CopyPorts, refillCopy } from "./refill-copy";

const FILES = ["/scan", "/counter", "/chunk.js", "/zxing.wasm"];
const keyOf = (address: string) => `https://relais.example${address}?revision=1`;

/** A cache in memory. `on`: what the server does. */
function copy(held: readonly string[], on: Partial<Pick<CopyPorts, "fetch" | "superseded" | "put">> = {}) {
	const cache = new Set(held.map(keyOf));
	const told: CopyAnswer[] = [];
	const fetched: string[] = [];
	const ports: CopyPorts = {
		wanted: new Map(FILES.map((address) => [keyOf(address), address])),
		held: async () => [...cache],
		put: async (key) => void cache.add(key),
		fetch: async (address) => {
			fetched.push(address);
			return new Response(address);
		},
		superseded: async () => false,
		...on,
	};
	return { run: () => refillCopy(ports, (answer) => told.push(answer)), cache, told, fetched };
}

const offline = () => Promise.reject(new TypeError("no network"));

describe("[ND-1] the copy of the app under a live worker", () => {
	it("that is whole is left alone, and nothing is fetched", async () => {
		const { run, told, fetched } = copy(FILES);
		expect(await run()).toEqual({ state: "complete" });
		expect([told, fetched]).toEqual([[], []]);
	});

	it.each([
		["emptied", []],
		["that lost only the decoder", ["/scan", "/counter", "/chunk.js"]],
	])("%s is filled again with what is missing, and says so meanwhile", async (_, held) => {
		const { run, told, fetched, cache } = copy(held);
		expect(await run()).toEqual({ state: "complete" });
		const missing = FILES.filter((file) => !(held as readonly string[]).includes(file));
		expect(told).toEqual([{ state: "incomplete", missing: missing.length, of: 4, filling: true }]);
		expect(fetched).toEqual(missing);
		expect([...cache].sort()).toEqual(FILES.map(keyOf).sort());
	});

	it.each<[string, Parameters<typeof copy>[1], number]>([
		["no network", { fetch: offline, superseded: offline }, 4],
		[
			"a server that has one of them no more",
			{ fetch: async (at) => new Response("", { status: at === "/scan" ? 404 : 200 }) },
			1,
		],
		["a disk without room", { put: async () => Promise.reject(new DOMException("", "QuotaExceededError")) }, 4],
		["a network that ended before the version was asked for", { superseded: offline }, 4],
	])("stays incomplete with %s, and says how much is missing", async (_, on, missing) => {
		const { run } = copy([], on);
		expect(await run()).toEqual({ state: "incomplete", missing, of: 4, filling: false });
	});

	it("takes no file of another version", async () => {
		const { run, cache } = copy(["/counter"], { superseded: async () => true });
		expect(await run()).toEqual({ state: "superseded" });
		expect([...cache]).toEqual([keyOf("/counter")]);
	});
});

describe("[ND-2] the page of a worker whose files are gone", () => {
	it("says in both languages how much is missing, what is kept and what to do, and tries again by itself", () => {
		const page = emptyCopyPage({ missing: 44, of: 44 }, "once");
		expect(page).toContain("Il manque 44 fichiers de l’application sur 44");
		expect(page).toContain("44 of the app’s 44 files are missing");
		expect(page.match(/<script nonce="once">/g)).toHaveLength(1);
	});
});
