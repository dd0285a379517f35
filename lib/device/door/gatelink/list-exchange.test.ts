import { createHash } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { FILE_PART, type LinkMessage, readLinkMessage } from "@/lib/gatelink/link-message";
import { buildDenyFile } from "@/lib/trust/deny-list";
import { openTrust } from "@/lib/trust/open-trust";
import type { Trust } from "@/lib/trust/trust";
import { delegationJwt, keysetJwt, STRANGER, statusJwt } from "@/tests/support/authority";
import { enrolledCounter } from "@/tests/support/enrolled-counter";
import { manyPrefixes } from "@/tests/support/many-prefixes";
import { localList, publishedFiles } from "@/tests/support/published-files";
import type { RelaisDatabase } from "../../store/database";
import { indexedDbListStore, listConfirmedAt, loadBundle, readRefusedUpdate } from "../../trust/list-store";
import { refreshBundle, refreshBundleFrom } from "../../trust/refresh";
import { ListFetcher, ListServer } from "./list-exchange";

const { files, close } = publishedFiles();
let fresh: RelaisDatabase;
let stale: RelaisDatabase;

async function openedTrust(db: RelaisDatabase): Promise<Trust | undefined> {
	const bundle = await loadBundle(db);
	const opened = bundle && (await openTrust(bundle, { subtle: crypto.subtle }));
	return opened?.ok ? opened.value : undefined;
}

/** What the gate with the older lists asks the other one with; `alter` is what a false gate would answer. */
async function fetchFrom(db: RelaisDatabase, alter = (part: LinkMessage): LinkMessage => part) {
	const trust = await openedTrust(db);
	const server = new ListServer({ trust: () => trust, file: (name) => indexedDbListStore(db).file(name) });
	const asked: string[] = [];
	const fetcher: ListFetcher = new ListFetcher((request) => {
		asked.push(request.uri);
		void server.answer(request).then((part) => {
			// As it travels: in text, within the limits.
			const heard = readLinkMessage(JSON.stringify(alter(part)));
			if (heard?.type === "part") fetcher.hear(heard);
		});
	});
	return { fetch: fetcher.fetch, asked };
}

describe("[GG-6] lists from another gate", () => {
	beforeEach(async () => {
		[fresh, stale] = [(await enrolledCounter()).db, (await enrolledCounter()).db];
		await refreshBundle(stale);
		const deny = Buffer.from(buildDenyFile(manyPrefixes(30_000)));
		expect(deny.length).toBeGreaterThan(FILE_PART);
		files.set("/trust/deny/2", deny);
		const sha256 = createHash("sha256").update(deny).digest("hex");
		files.set("/trust/keyset.jwt", keysetJwt({ seq: 2 }));
		files.set("/trust/list.jwt", localList({ seq: 2, deny: { uri: "/trust/deny/2", sha256, count: 30_000 } }));
		files.set("/trust/status/s1.jwt", statusJwt([1003, 1004], { sub: "/trust/status/s1.jwt", iat: 1_628_868_900 }));
		await refreshBundle(fresh);
		await close();
	});

	it("are taken whole: keyset, list, status lists, delegations and the deny file, in parts", async () => {
		const { fetch } = await fetchFrom(fresh);
		const before = await listConfirmedAt(stale);
		expect(await refreshBundleFrom(fetch, stale)).toMatchObject({ ok: true, value: { refused: undefined } });
		expect(await loadBundle(stale)).toEqual(await loadBundle(fresh));
		expect((await openedTrust(stale))?.keyset?.seq).toBe(2);
		expect((await loadBundle(stale))?.delegations).toEqual([delegationJwt()]);
		// Nobody but the server says that these are the current ones.
		expect(await listConfirmedAt(stale)).toBe(before);
	});

	it("that are older change nothing, and are no refused update", async () => {
		const { fetch } = await fetchFrom(stale);
		const before = await loadBundle(fresh);
		await refreshBundleFrom(fetch, fresh);
		expect(await loadBundle(fresh)).toEqual(before);
		expect(await readRefusedUpdate(fresh)).toBeUndefined();
	});

	it.each<[string, string]>([
		["of a stranger", localList({ seq: 9 })],
		["cut off", localList({ seq: 9 }).slice(0, -20)],
	])("%s are refused like any", async (name, list) => {
		const text = name === "cut off" ? list : keysetJwt({ seq: 9 }, { signer: STRANGER });
		const { fetch } = await fetchFrom(fresh, (part) => {
			if (part.type !== "part" || part.state !== "part") return part;
			return { ...part, total: text.length, data: Buffer.from(text).toString("base64url") };
		});
		const before = await loadBundle(stale);
		await refreshBundleFrom(fetch, stale);
		const after = await loadBundle(stale);
		expect([after?.keyset, after?.list, after?.status]).toEqual([before?.keyset, before?.list, before?.status]);
	});

	it("are not sent when the other gate has the same file from the same server", async () => {
		await refreshBundleFrom((await fetchFrom(fresh)).fetch, stale);
		const sent: LinkMessage[] = [];
		const { fetch } = await fetchFrom(fresh, (part) => {
			sent.push(part);
			return part;
		});
		await refreshBundleFrom(fetch, stale);
		expect(sent.flatMap((part) => (part.type === "part" && part.state === "part" ? part.total : []))).toEqual([]);
	});

	it("a gate that goes away in the middle leaves everything as it was", async () => {
		const fetcher = new ListFetcher(() => fetcher.close());
		const before = await loadBundle(stale);
		expect(await refreshBundleFrom(fetcher.fetch, stale)).toMatchObject({ ok: false });
		expect(await loadBundle(stale)).toEqual(before);
	});
});
