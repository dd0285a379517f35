import { describe, expect, it } from "vitest";
import { utcDay } from "@/lib/shared/civil-day";
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import { keysetJwt, listJwt, NOW, ROOT, STATUS_KEY } from "@/tests/support/authority";
import { signJwt } from "@/tests/support/deterministic-key";
import { memoryListStore } from "@/tests/support/memory-list-store";
import { CODE_LIST_TYP } from "./code-list";
import { openTrust } from "./open-trust";
import { refreshCodeLists } from "./refresh-code-lists";
import { codesFile } from "./trust-file";

const TODAY = utcDay(NOW);
const EMPTY = { revoked: "", registered: "" };
const listOf = (iat: number, over: object = {}) =>
	signJwt(
		STATUS_KEY,
		{ alg: "ES256", typ: CODE_LIST_TYP, kid: STATUS_KEY.kid },
		{ iss: "https://relais.example", day: TODAY, iat, ...EMPTY, ...over },
	);

async function door() {
	const opened = await openTrust(
		{ root: ROOT.thumbprint, keyset: keysetJwt(), list: listJwt() },
		{ subtle: crypto.subtle },
	);
	const keyset = opened.ok ? opened.value.keyset : undefined;
	if (keyset === undefined) throw new Error("no keyset");
	const store = memoryListStore(ROOT.thumbprint);
	/** One refresh in which the portal has this list of today. Answers which is cached then. */
	return async (text: string, now = NOW) => {
		const fetch = async ({ uri }: { uri: string }) =>
			uri === `/trust/${codesFile(TODAY)}`
				? ({ state: "fetched", etag: null, text } as const)
				: ({ state: "gone" } as const);
		await refreshCodeLists({ keyset, now }, { store, fetch });
		return (await store.file(codesFile(TODAY)))?.text;
	};
}

describe("[CC-8] a fetched code list", () => {
	it("[TL-1] is refused more than a day ahead of the clock, to the second", async () => {
		const offered = await door();
		expect(await offered(listOf(NOW + DAY + 1))).toBeUndefined();
		expect(await offered(listOf(NOW + DAY))).toBe(listOf(NOW + DAY));
	});

	it("[TL-5] replaces the cached one when it is later, and only then", async () => {
		const offered = await door();
		const first = listOf(NOW, { revoked: "AAAAAAAB" });
		expect(await offered(first)).toBe(first);
		expect(await offered(listOf(NOW - 1))).toBe(first);
		expect(await offered(listOf(NOW))).toBe(first);
		expect(await offered(listOf(NOW + 1))).toBe(listOf(NOW + 1));
	});

	it("[TL-4] is taken in place of one that a clock running ahead let in", async () => {
		const offered = await door();
		const future = listOf(NOW + 40 * DAY);
		// Six days on, today's list is still asked for.
		expect(await offered(listOf(NOW + 5 * DAY + HOUR), NOW + 5 * DAY)).toBe(listOf(NOW + 5 * DAY + HOUR));
		expect(await offered(future)).toBe(listOf(NOW + 5 * DAY + HOUR));
		expect(await offered(listOf(NOW))).toBe(listOf(NOW));
	});
});
