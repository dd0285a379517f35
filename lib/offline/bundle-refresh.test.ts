import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { DAY } from "@/lib/shared/numeric-date";
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
import { enrolledCounter } from "@/tests/support/enrolled-counter";
import { loadBundle, pinnedRoot } from "./bundle-cache";
import { readRefusedUpdate, refreshBundle } from "./bundle-refresh";
import { readClock } from "./clock";
import type { RelaisDatabase } from "./database";

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
	test("fetches what the list names, keeps it, and opens under the enrolment's root", async () => {
		expect((await refreshBundle(db)).ok).toBe(true);
		const bundle = await loadBundle(db);
		expect(bundle).toMatchObject({ root: ROOT.thumbprint, delegations: [delegationJwt()] });
		expect(Object.keys(bundle?.status ?? {})).toEqual([STATUS_ID]);
		const opened = bundle && (await openTrust(bundle, { subtle: crypto.subtle }));
		expect(opened?.ok && opened.value.statusLists.size).toBe(1);
	});

	test("the second time nothing is sent twice: every file is a 304", async () => {
		await refreshBundle(db);
		requests.length = 0;
		expect((await refreshBundle(db)).ok).toBe(true);
		expect(requests.map(({ status }) => status)).toEqual([304, 304, 304, 304]);
	});

	test("[TL-1] a rolled-back list is refused, the cached one stays, and the reason can be shown", async () => {
		files.set("/trust/list.jwt", local({ seq: 5 }));
		await refreshBundle(db);
		files.set("/trust/list.jwt", local({ seq: 4 }));
		expect(await refusal()).toBe("trust_rollback");
		expect((await loadBundle(db))?.list).toBe(local({ seq: 5 }));
		files.set("/trust/list.jwt", local({ seq: 6 }));
		expect(await refusal()).toBe("accepted");
		expect(await readRefusedUpdate(db)).toBeUndefined();
	});

	test("[TL-2] a truncated list is refused", async () => {
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

	test("[TL-6] a keyset of another root is refused, also at the first fetch", async () => {
		files.set("/trust/keyset.jwt", keysetJwt({}, { signer: STRANGER }));
		expect(await refusal()).toBe("keyset_untrusted");
		expect((await loadBundle(db))?.list).toBeUndefined();
	});

	test("a root hands over to the next: from then on only the next one counts", async () => {
		files.set("/trust/keyset.jwt", keysetJwt({ seq: 2, root: { jwk: NEXT_ROOT.jwk } }));
		await refreshBundle(db);
		files.set("/trust/keyset.jwt", keysetJwt({ seq: 3 }, { signer: NEXT_ROOT }));
		expect(await refusal()).toBe("accepted");
		expect(await pinnedRoot(db)).toBe(NEXT_ROOT.thumbprint);
		files.set("/trust/keyset.jwt", keysetJwt({ seq: 4 }));
		expect(await refusal()).toBe("keyset_untrusted");
	});

	test("without the portal everything stays as it was", async () => {
		await refreshBundle(db);
		const before = await loadBundle(db);
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
		expect(await refreshBundle(db)).toMatchObject({ ok: false, error: { code: "trust_unreachable" } });
		expect(await loadBundle(db)).toEqual(before);
	});

	test("[TL-5] a status list that cannot be fetched or trusted leaves its predecessor in use", async () => {
		await refreshBundle(db);
		const before = (await loadBundle(db))?.status;
		files.set("/trust/status/s1.jwt", statusJwt([], { sub: "/trust/status/s1.jwt" }, { signer: STRANGER }));
		expect((await refreshBundle(db)).ok).toBe(true);
		files.delete("/trust/status/s1.jwt");
		expect((await refreshBundle(db)).ok).toBe(true);
		expect((await loadBundle(db))?.status).toEqual(before);
	});

	test("the deny file is kept as it is and checked against the list", async () => {
		const deny = Buffer.from("0011223344556677", "hex");
		const sha256 = createHash("sha256").update(deny).digest("hex");
		files.set("/trust/deny/1", deny);
		files.set("/trust/list.jwt", local({ seq: 2, deny: { uri: "/trust/deny/1", sha256, count: 1 } }));
		const refreshed = await refreshBundle(db);
		expect(refreshed.ok && refreshed.value.deny).toEqual(new Uint8Array(deny));
		expect((await loadBundle(db))?.deny).toEqual(new Uint8Array(deny));
	});

	test("what was signed is a witness of the time", async () => {
		vi.setSystemTime((NOW - 2 * DAY) * 1000);
		await refreshBundle(db);
		expect((await readClock(db)).behind).toBeGreaterThan(DAY);
	});
});
