import "fake-indexeddb/auto";
import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { liveQuery } from "dexie";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { DAY } from "@/lib/shared/numeric-date";
import { decodeDenyFile } from "@/lib/trust/deny-coding";
import type { DenyVersion } from "@/lib/trust/deny-delta";
import { openTrust } from "@/lib/trust/open-trust";
import {
	delegationJwt,
	keysetJwt,
	listJwt,
	NEXT_ROOT,
	NOW,
	ROOT,
	STATUS_ID,
	STRANGER,
	statusJwt,
} from "@/tests/support/authority";
import { denyDelta, denyVersion, denyVersionOf, plainDenyFile } from "@/tests/support/deny-versions";
import { enrolledCounter } from "@/tests/support/enrolled-counter";
import type { RelaisDatabase } from "../store/database";
import { readClock } from "./clock";
import { listConfirmedAt, loadBundle, pinnedRoot, readRefusedUpdate } from "./list-store";
import { refreshBundle } from "./refresh";

let server: Server;
let files: Map<string, string | Buffer>;
let requests: { path: string; status: number }[];
let db: RelaisDatabase;

const etagOf = (content: string | Buffer) => `"${createHash("sha256").update(content).digest("hex")}"`;

beforeEach(async () => {
	vi.useFakeTimers({ toFake: ["Date"], now: NOW * 1000 });
	requests = [];
	files = new Map<string, string | Buffer>([
		["/trust/keyset.jwt", keysetJwt()],
		["/trust/list.jwt", listJwt()],
		["/trust/status/s1.jwt", statusJwt([1003])],
		["/trust/delegations.json", JSON.stringify([delegationJwt()])],
	]);
	server = createServer((request, response) => {
		const path = request.url ?? "";
		const content = files.get(path);
		const same = content !== undefined && request.headers["if-none-match"] === etagOf(content);
		const status = content === undefined ? 404 : same ? 304 : 200;
		requests.push({ path, status });
		response.writeHead(status, content === undefined ? {} : { etag: etagOf(content) });
		response.end(status === 200 ? content : undefined);
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const { port } = server.address() as AddressInfo;
	Object.assign(globalThis, { location: { origin: `http://127.0.0.1:${port}` } });
	const local = { status: [{ id: STATUS_ID, uri: "/trust/status/s1.jwt" }] };
	files.set("/trust/list.jwt", listJwt(local));
	files.set("/trust/status/s1.jwt", statusJwt([1003], { sub: "/trust/status/s1.jwt" }));
	db = (await enrolledCounter()).db;
});
afterEach(() => {
	vi.useRealTimers();
	server.closeAllConnections();
	server.close();
});

const local = (claims: Record<string, unknown> = {}) =>
	listJwt({ status: [{ id: STATUS_ID, uri: "/trust/status/s1.jwt" }], ...claims });
const refusal = async () => {
	const refreshed = await refreshBundle(db);
	return refreshed.ok ? "accepted" : ((await readRefusedUpdate(db))?.reason ?? refreshed.error.code);
};

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
		files.set("/trust/list.jwt", local({ seq: 5 }));
		await refreshBundle(db);
		files.set("/trust/list.jwt", local({ seq: 4 }));
		expect(await refusal()).toBe("trust_rollback");
		expect((await loadBundle(db))?.list).toBe(local({ seq: 5 }));
		files.set("/trust/list.jwt", local({ seq: 6 }));
		expect(await refusal()).toBe("accepted");
		expect(await readRefusedUpdate(db)).toBeUndefined();
	});

	it("[TL-2] a truncated list is refused", async () => {
		const key = (kid: string) => ({ use: "dcc", kid, spki: `spki ${kid}` });
		files.set("/trust/list.jwt", local({ seq: 2, keys: [key("a"), key("b")] }));
		await refreshBundle(db);
		files.set("/trust/list.jwt", local({ seq: 3, keys: [key("a")] }));
		expect(await refusal()).toBe("trust_unexplained_shrink");
		files.set(
			"/trust/list.jwt",
			local({ seq: 3, keys: [key("a")], removed: [{ use: "dcc", kid: "b", reason: "", at: NOW }] }),
		);
		expect(await refusal()).toBe("accepted");
	});

	it("[TL-6] a keyset of another root is refused, also at the first fetch", async () => {
		files.set("/trust/keyset.jwt", keysetJwt({}, { signer: STRANGER }));
		expect(await refusal()).toBe("keyset_untrusted");
		expect((await loadBundle(db))?.list).toBeUndefined();
	});

	it("a root hands over to the next: from then on only the next one counts", async () => {
		files.set("/trust/keyset.jwt", keysetJwt({ seq: 2, root: { jwk: NEXT_ROOT.jwk } }));
		await refreshBundle(db);
		files.set("/trust/keyset.jwt", keysetJwt({ seq: 3 }, { signer: NEXT_ROOT }));
		expect(await refusal()).toBe("accepted");
		expect(await pinnedRoot(db)).toBe(NEXT_ROOT.thumbprint);
		files.set("/trust/keyset.jwt", keysetJwt({ seq: 4 }));
		expect(await refusal()).toBe("keyset_untrusted");
	});

	it("without the portal everything stays as it was", async () => {
		await refreshBundle(db);
		const before = await loadBundle(db);
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
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
		files.set("/trust/list.jwt", local({ seq: 2, deny: { uri: "/trust/deny/1", sha256, count: 1 } }));
		const refreshed = await refreshBundle(db);
		expect(refreshed.ok && refreshed.value.deny?.bytes).toEqual(new Uint8Array(deny));
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
		files.set("/trust/list.jwt", local({ seq: 2, ...named }));
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

		files.set("/trust/list.jwt", local({ seq: 3, ...named }));
		expect((await refreshBundle(db)).ok).toBe(true);
		expect(written).toEqual(["list.jwt"]);
		await vi.waitUntil(() => seen > 1);
		expect(seen).toBe(2);
		following.unsubscribe();
	});

	describe("from one deny file to the next", () => {
		const hex = ({ sha256 }: DenyVersion) => Buffer.from(sha256).toString("hex");
		const publish = (seq: number, later: DenyVersion) => {
			const uri = `/trust/deny/${hex(later)}.bin`;
			files.set(uri, Buffer.from(later.file));
			const deny = { uri, sha256: hex(later), count: decodeDenyFile(later.file)?.count };
			files.set("/trust/list.jwt", local({ seq, deny }));
		};
		const lead = (from: DenyVersion, to: DenyVersion) =>
			files.set(`/trust/deny/${hex(from)}.delta`, Buffer.from(denyDelta(from, to)));
		const many = Array.from({ length: 60 }, (_, i) => `old ${i}`);
		const [a, b, c] = [denyVersion(...many), denyVersion("1", ...many), denyVersion("1", "2", ...many.slice(1))];
		const denied = async () => {
			const bundle = await loadBundle(db);
			const opened = bundle && (await openTrust(bundle, { subtle: crypto.subtle }));
			return opened?.ok ? opened.value.deny?.bytes : undefined;
		};

		it("deltas are followed, however many versions were missed, and the file is not sent", async () => {
			publish(2, a);
			await refreshBundle(db);
			publish(4, c);
			lead(a, b);
			lead(b, c);
			requests.length = 0;
			expect(await refusal()).toBe("accepted");
			expect(await denied()).toEqual(c.file);
			const asked = requests.map(({ path }) => path).filter((path) => path.startsWith("/trust/deny/"));
			expect(asked).toEqual([`/trust/deny/${hex(a)}.delta`, `/trust/deny/${hex(b)}.delta`]);
			requests.length = 0;
			expect(await refusal()).toBe("accepted");
			expect(requests.filter(({ path }) => path.startsWith("/trust/deny/"))).toEqual([]);
		});

		it("a cached file of the earlier form serves, and a delta leads on from it", async () => {
			const plain = denyVersionOf(plainDenyFile(many));
			publish(2, plain);
			await refreshBundle(db);
			expect(await denied()).toEqual(plain.file);
			publish(3, b);
			files.delete(`/trust/deny/${hex(b)}.bin`);
			lead(plain, b);
			expect(await refusal()).toBe("accepted");
			expect(await denied()).toEqual(b.file);
		});

		it("a delta that is missing, broken or leads elsewhere costs the whole file, nothing else", async () => {
			publish(2, a);
			await refreshBundle(db);
			const wrong = [undefined, Buffer.from("RDD2"), Buffer.from(denyDelta(a, denyVersion("3", ...many)))];
			for (const [i, delta] of wrong.entries()) {
				if (delta) files.set(`/trust/deny/${hex(a)}.delta`, delta);
				publish(3 + 2 * i, b);
				expect(await refusal()).toBe("accepted");
				expect(await denied()).toEqual(b.file);
				publish(4 + 2 * i, a);
				expect(await refusal()).toBe("accepted");
			}
		});

		it("whoever withholds it, or sends another, lets nobody in who was revoked", async () => {
			publish(2, a);
			await refreshBundle(db);
			publish(3, b);
			files.delete(`/trust/deny/${hex(b)}.bin`);
			expect(await refusal()).toBe("deny_file_missing");
			files.set(`/trust/deny/${hex(b)}.bin`, Buffer.from(c.file));
			expect(await refusal()).toBe("deny_file_missing");
			expect(await denied()).toEqual(a.file);
			publish(3, b);
			expect(await refusal()).toBe("accepted");
		});

		it("one that was never there does not block, and a damaged one is not kept", async () => {
			publish(2, a);
			files.set(`/trust/deny/${hex(a)}.bin`, Buffer.from(b.file));
			expect(await refusal()).toBe("accepted");
			expect((await loadBundle(db))?.deny).toBeUndefined();
			publish(2, a);
			expect(await refusal()).toBe("accepted");
			expect(await denied()).toEqual(a.file);
		});
	});

	it("revocation lists of health cards are taken as the trust list names them, and else stay as they were", async () => {
		const publish = (seq: number, crls: object, named: object = crls) => {
			const sha256 = createHash("sha256").update(JSON.stringify(named)).digest("hex");
			files.set(`/trust/crls/${sha256}.json`, JSON.stringify(crls));
			files.set("/trust/list.jwt", local({ seq, crls: { uri: `/trust/crls/${sha256}.json`, sha256 } }));
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

	it("what was signed is a witness of the time", async () => {
		vi.setSystemTime((NOW - 2 * DAY) * 1000);
		await refreshBundle(db);
		expect((await readClock(db)).behind).toBeGreaterThan(DAY);
	});
});
