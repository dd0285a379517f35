import "fake-indexeddb/auto";
import { createHash } from "node:crypto";
import { liveQuery } from "dexie";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { DAY } from "@/lib/shared/numeric-date";
import { openTrust } from "@/lib/trust/open-trust";
import { clockState } from "@/lib/trust/trust-age";
import {
	delegationJwt,
	keysetJwt,
	NEXT_ROOT,
	NOW,
	ROOT,
	rootProof,
	STATUS_ID,
	STRANGER,
	statusJwt,
} from "@/tests/support/authority";
import { testKey } from "@/tests/support/deterministic-key";
import { enrolledCounter } from "@/tests/support/enrolled-counter";
import { localList, publishedFiles } from "@/tests/support/published-files";
import { refreshOutcome } from "@/tests/support/refresh-outcome";
import type { RelaisDatabase } from "../store/database";
import { listConfirmedAt, loadBundle, pinnedRoot, readRefusedUpdate } from "./list-store";
import { refreshBundle } from "./refresh";

const { files, requests, close } = publishedFiles();
let db: RelaisDatabase;
beforeEach(async () => {
	db = (await enrolledCounter()).db;
});

const refusal = () => refreshOutcome(db);

describe("refreshing the verifier bundle", () => {
	it("fetches what the list names, keeps it, and opens under the enrolment's root", async () => {
		expect((await refreshBundle(db)).ok).toBe(true);
		const bundle = await loadBundle(db);
		expect(bundle).toMatchObject({ root: ROOT.thumbprint, delegations: [delegationJwt()] });
		expect(Object.keys(bundle?.status ?? {})).toEqual([STATUS_ID]);
		const opened = bundle && (await openTrust(bundle, { subtle: crypto.subtle }));
		expect(opened?.ok && opened.value.statusLists.size).toBe(1);
	});

	it("the second time nothing is sent twice: every file is a 304", async () => {
		await refreshBundle(db);
		requests.length = 0;
		expect((await refreshBundle(db)).ok).toBe(true);
		expect(requests.map(({ status }) => status)).toEqual([304, 304, 304, 304]);
	});

	it("[TL-1] a rolled-back list is refused, the cached one stays, and the reason can be shown", async () => {
		files.set("/trust/list.jwt", localList({ seq: 5 }));
		await refreshBundle(db);
		files.set("/trust/list.jwt", localList({ seq: 4 }));
		expect(await refusal()).toBe("trust_rollback");
		expect((await loadBundle(db))?.list).toBe(localList({ seq: 5 }));
		files.set("/trust/list.jwt", localList({ seq: 6 }));
		expect(await refusal()).toBe("accepted");
		expect(await readRefusedUpdate(db)).toBeUndefined();
	});

	it("[TL-2] a truncated list is refused", async () => {
		const key = (kid: string) => ({ use: "dcc", kid, spki: `spki ${kid}` });
		files.set("/trust/list.jwt", localList({ seq: 2, keys: [key("a"), key("b")] }));
		await refreshBundle(db);
		files.set("/trust/list.jwt", localList({ seq: 3, keys: [key("a")] }));
		expect(await refusal()).toBe("trust_unexplained_shrink");
		files.set(
			"/trust/list.jwt",
			localList({ seq: 3, keys: [key("a")], removed: [{ use: "dcc", kid: "b", reason: "", at: NOW }] }),
		);
		expect(await refusal()).toBe("accepted");
	});

	it("[TL-6] a keyset of another root is refused, also at the first fetch", async () => {
		files.set("/trust/keyset.jwt", keysetJwt({}, { signer: STRANGER }));
		expect(await refusal()).toBe("keyset_untrusted");
		expect((await loadBundle(db))?.list).toBeUndefined();
	});

	it("a root hands over to the next: from then on only the next one counts", async () => {
		files.set("/trust/keyset.jwt", keysetJwt({ seq: 2, root: { jwk: NEXT_ROOT.jwk, proof: rootProof({ seq: 2 }) } }));
		await refreshBundle(db);
		files.set("/trust/keyset.jwt", keysetJwt({ seq: 3 }, { signer: NEXT_ROOT }));
		expect(await refusal()).toBe("accepted");
		expect(await pinnedRoot(db)).toBe(NEXT_ROOT.thumbprint);
		files.set("/trust/keyset.jwt", keysetJwt({ seq: 4 }));
		expect(await refusal()).toBe("keyset_untrusted");
	});

	it("[TL-8] hand-overs that the device slept through are walked link by link, by the published numbers", async () => {
		await refreshBundle(db);
		const third = testKey("third root");
		const ended = { iat: NOW - 90 * DAY, exp: NOW - 30 * DAY };
		const toNext = { jwk: NEXT_ROOT.jwk, proof: rootProof({ seq: 2 }) };
		const toThird = { jwk: third.jwk, proof: rootProof({ seq: 3, root: NEXT_ROOT.thumbprint }, third) };
		files.set("/trust/keyset.jwt", keysetJwt({ seq: 4 }, { signer: third }));
		expect(await refusal()).toBe("keyset_untrusted");
		files.set("/trust/keysets/2.jwt", keysetJwt({ ...ended, seq: 2, root: toNext }));
		files.set("/trust/keysets/3.jwt", keysetJwt({ ...ended, seq: 3, root: toThird }, { signer: NEXT_ROOT }));
		expect(await refusal()).toBe("accepted");
		expect(await pinnedRoot(db)).toBe(third.thumbprint);
	});

	it("[TL-8] a hand-over between enrolment and the first refresh is walked from the first keyset", async () => {
		const toNext = { jwk: NEXT_ROOT.jwk, proof: rootProof({ seq: 2 }) };
		files.set("/trust/keysets/1.jwt", keysetJwt({ seq: 1 }, { signer: STRANGER }));
		files.set("/trust/keysets/2.jwt", keysetJwt({ iat: NOW - 90 * DAY, exp: NOW - 30 * DAY, seq: 2, root: toNext }));
		files.set("/trust/keyset.jwt", keysetJwt({ seq: 3 }, { signer: NEXT_ROOT }));
		expect(await refusal()).toBe("accepted");
		expect(await pinnedRoot(db)).toBe(NEXT_ROOT.thumbprint);
		expect((await loadBundle(db))?.keyset).toBe(files.get("/trust/keyset.jwt"));
	});

	it("[TL-8] the link that is then in use is kept, where the newest keyset was an older copy", async () => {
		await refreshBundle(db);
		const third = testKey("third root");
		const toNext = { jwk: NEXT_ROOT.jwk, proof: rootProof({ seq: 2 }) };
		const toThird = { jwk: third.jwk, proof: rootProof({ seq: 3, root: NEXT_ROOT.thumbprint }, third) };
		const older = keysetJwt({ seq: 3, root: toThird }, { signer: NEXT_ROOT });
		files.set("/trust/keysets/2.jwt", keysetJwt({ seq: 2, root: toNext }));
		files.set("/trust/keysets/3.jwt", older);
		files.set("/trust/keysets/4.jwt", keysetJwt({ seq: 4 }, { signer: third }));
		files.set("/trust/keyset.jwt", older);
		expect(await refusal()).toBe("keyset_untrusted");
		const bundle = await loadBundle(db);
		expect(bundle).toMatchObject({ root: third.thumbprint, keyset: files.get("/trust/keysets/4.jwt") });
		expect(bundle && (await openTrust(bundle, { subtle: crypto.subtle })).ok).toBe(true);
	});

	it("[TL-6] an answer that never ends is given up at its limit, and holds back nothing else", async () => {
		files.set("/trust/list.jwt", Buffer.alloc(16 * 1024 * 1024 + 1, "A"));
		await refreshBundle(db);
		const bundle = await loadBundle(db);
		expect([bundle?.keyset, bundle?.list]).toEqual([keysetJwt(), undefined]);
		files.set("/trust/list.jwt", localList());
		expect(await refusal()).toBe("accepted");
	});

	it("without the portal everything stays as it was", async () => {
		await refreshBundle(db);
		const before = await loadBundle(db);
		await close();
		expect(await refreshBundle(db)).toMatchObject({ ok: false, error: { code: "trust_unreachable" } });
		expect(await loadBundle(db)).toEqual(before);
	});

	it("[TL-5] a status list that cannot be fetched or trusted leaves its predecessor in use", async () => {
		await refreshBundle(db);
		const before = (await loadBundle(db))?.status;
		files.set("/trust/status/s1.jwt", statusJwt([], { sub: "/trust/status/s1.jwt" }, { signer: STRANGER }));
		expect((await refreshBundle(db)).ok).toBe(true);
		files.delete("/trust/status/s1.jwt");
		expect((await refreshBundle(db)).ok).toBe(true);
		expect((await loadBundle(db))?.status).toEqual(before);
	});

	it("the deny file is kept as it is and checked against the list", async () => {
		const deny = Buffer.from("0011223344556677", "hex");
		const sha256 = createHash("sha256").update(deny).digest("hex");
		files.set("/trust/deny/1", deny);
		files.set("/trust/list.jwt", localList({ seq: 2, deny: { uri: "/trust/deny/1", sha256, count: 1 } }));
		const refreshed = await refreshBundle(db);
		expect(refreshed.ok && refreshed.value.trust.deny?.bytes).toEqual(new Uint8Array(deny));
		expect((await loadBundle(db))?.deny).toEqual(new Uint8Array(deny));
	});

	it("a refresh that brings nothing new writes no file and wakes nobody, and says when it was", async () => {
		const deny = Buffer.from("0011223344556677", "hex");
		const sha256 = createHash("sha256").update(deny).digest("hex");
		const crls = JSON.stringify({ "https://issuer.example": [] });
		const crlsDigest = createHash("sha256").update(crls).digest("hex");
		files.set("/trust/deny/1", deny);
		files.set("/trust/crls", crls);
		const named = {
			deny: { uri: "/trust/deny/1", sha256, count: 1 },
			crls: { uri: "/trust/crls", sha256: crlsDigest },
		};
		files.set("/trust/list.jwt", localList({ seq: 2, ...named }));
		await refreshBundle(db);
		const written: string[] = [];
		db.trust.hook("creating", (name) => void written.push(name));
		db.trust.hook("updating", (_changes, name) => void written.push(name));
		db.trust.hook("deleting", (name) => void written.push(name));
		let seen = 0;
		const following = liveQuery(() => loadBundle(db)).subscribe(() => void seen++);
		await vi.waitUntil(() => seen > 0);

		vi.setSystemTime((NOW + 900) * 1000);
		expect((await refreshBundle(db)).ok).toBe(true);
		expect(written).toEqual([]);
		expect(await listConfirmedAt(db)).toBe(NOW + 900);

		files.set("/trust/list.jwt", localList({ seq: 3, ...named }));
		expect((await refreshBundle(db)).ok).toBe(true);
		expect(written).toEqual(["list.jwt"]);
		await vi.waitUntil(() => seen > 1);
		expect(seen).toBe(2);
		following.unsubscribe();
	});

	it("revocation lists of health cards are taken as the trust list names them, and else stay as they were", async () => {
		const publish = (seq: number, crls: object, named: object = crls) => {
			const sha256 = createHash("sha256").update(JSON.stringify(named)).digest("hex");
			files.set(`/trust/crls/${sha256}.json`, JSON.stringify(crls));
			files.set("/trust/list.jwt", localList({ seq, crls: { uri: `/trust/crls/${sha256}.json`, sha256 } }));
		};
		const listOf = (...rids: string[]) => ({
			"https://issuer.example": [{ kid: "k", method: "rid", ctr: rids.length, rids }],
		});
		publish(2, listOf("one"));
		expect(await refusal()).toBe("accepted");
		expect((await loadBundle(db))?.crls).toEqual(listOf("one"));
		requests.length = 0;
		expect(await refusal()).toBe("accepted");
		expect(requests.map(({ path }) => path).filter((path) => path.includes("/crls/"))).toEqual([]);
		publish(3, listOf(), listOf("one", "two"));
		expect(await refusal()).toBe("accepted");
		expect((await loadBundle(db))?.crls).toEqual(listOf("one"));
		publish(3, listOf("one", "two"));
		expect(await refusal()).toBe("accepted");
		expect((await loadBundle(db))?.crls).toEqual(listOf("one", "two"));
	});

	it("[TL-4] what was signed and is in use is the witness of the time; the clock's own past is none", async () => {
		await refreshBundle(db);
		vi.setSystemTime((NOW - 2 * DAY) * 1000);
		const bundle = await loadBundle(db);
		const opened = bundle && (await openTrust(bundle, { subtle: crypto.subtle }));
		expect(opened?.ok && clockState(opened.value, NOW - 2 * DAY).state).toBe("implausible");
	});
});
