/**
 * The authority's published files on a real server, as tests change them, and the origin of this "page" set to it. Call
 * it where tests are described.
 */
import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, vi } from "vitest";
import { delegationJwt, keysetJwt, listJwt, NOW, STATUS_ID, statusJwt } from "./authority";

const STATUS_PATH = "/trust/status/s1.jwt";

/** A trust list whose status list lies on the same server. */
export const localList = (claims: Record<string, unknown> = {}) =>
	listJwt({ status: [{ id: STATUS_ID, uri: STATUS_PATH }], ...claims });

export type PublishedFiles = {
	/** By path. */
	readonly files: Map<string, string | Buffer>;
	readonly requests: { path: string; status: number }[];
	close(): Promise<void>;
};

const etagOf = (content: string | Buffer) => `"${createHash("sha256").update(content).digest("hex")}"`;

export function publishedFiles(): PublishedFiles {
	const files = new Map<string, string | Buffer>();
	const requests: { path: string; status: number }[] = [];
	let server: Server;
	const close = async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	};
	beforeEach(async () => {
		vi.useFakeTimers({ toFake: ["Date"], now: NOW * 1000 });
		requests.length = 0;
		files.clear();
		files.set("/trust/keyset.jwt", keysetJwt());
		files.set("/trust/list.jwt", localList());
		files.set(STATUS_PATH, statusJwt([1003], { sub: STATUS_PATH }));
		files.set("/trust/delegations.json", JSON.stringify([delegationJwt()]));
		server = createServer((request, response) => {
			const path = request.url ?? "";
			const content = files.get(path);
			const same = content !== undefined && request.headers["if-none-match"] === etagOf(content);
			const status = content === undefined ? 404 : same ? 304 : 200;
			requests.push({ path, status });
			// Node writes the real time otherwise, and a first contact believes it.
			const date = new Date().toUTCString();
			response.writeHead(status, content === undefined ? { date } : { date, etag: etagOf(content) });
			response.end(status === 200 ? content : undefined);
		});
		await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
		const { port } = server.address() as AddressInfo;
		Object.assign(globalThis, { location: { origin: `http://127.0.0.1:${port}` } });
	});
	afterEach(async () => {
		vi.useRealTimers();
		await close();
	});
	return { files, requests, close };
}
