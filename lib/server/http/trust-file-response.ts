/**
 * Serves the signed files straight from disk: no database, no keys, no session. Anybody may fetch them from anywhere;
 * a content delivery network may keep them, and answer with an old copy when we are down.
 *
 * A file is replaced, never written over: what an open one holds does not change. So it is hashed once, and sent in
 * pieces as fast as its reader reads; a thousand slow readers of a large list need no thousand copies. A few pieces are
 * read at a time (spec AB-7): whoever asks for many large files at once waits for themselves, and nobody for them.
 */
import "server-only";
import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { trustFileKind, trustFolder } from "../publish/trust-files";
import { turns } from "../turns";

/** Seconds that a cache may go on serving a copy while we do not answer. */
const STALE_IF_ERROR = 86_400;
const PIECE = 65_536;
/** Of all files together: so many a turn of the event loop brings, and copies. */
const PIECES_AT_ONCE = 8;
const inTurn = turns(PIECES_AT_ONCE);

const OPEN_TO_ALL = { "access-control-allow-origin": "*", "x-content-type-options": "nosniff" };

export async function trustFileResponse(
	request: Request,
	{ dataDir, path }: { readonly dataDir: string; readonly path: string },
): Promise<Response> {
	const headers = new Headers({ ...OPEN_TO_ALL, "access-control-expose-headers": "etag" });
	const kind = trustFileKind(path);
	const file = kind === undefined ? undefined : await openPublished(join(trustFolder(dataDir), path));
	if (kind === undefined || file === undefined) {
		headers.set("cache-control", "public, max-age=5");
		return new Response("not found\n", { status: 404, headers });
	}
	let handedOver = false;
	try {
		const { etag, size } = await tagOf(file);
		headers.set("etag", etag);
		headers.set("content-type", kind.contentType);
		const unchanging = kind.immutable ? ", immutable" : "";
		headers.set("cache-control", `public, max-age=${kind.maxAge}${unchanging}, stale-if-error=${STALE_IF_ERROR}`);
		if (matches(request.headers.get("if-none-match"), etag)) return new Response(null, { status: 304, headers });
		headers.set("content-length", String(size));
		if (request.method === "HEAD") return new Response(null, { status: 200, headers });
		handedOver = true;
		return new Response(piecesOf(file), { status: 200, headers });
	} finally {
		if (!handedOver) await file.close();
	}
}

/** Whether another site's page may send `If-None-Match`: it may. */
export function trustPreflight(): Response {
	const headers = {
		...OPEN_TO_ALL,
		"access-control-allow-methods": "GET, HEAD",
		"access-control-allow-headers": "if-none-match",
		"access-control-max-age": "86400",
		"cache-control": "public, max-age=86400",
	};
	return new Response(null, { status: 204, headers });
}

async function openPublished(path: string): Promise<FileHandle | undefined> {
	try {
		return await open(path, "r");
	} catch (fault) {
		const { code } = fault as NodeJS.ErrnoException;
		if (code === "ENOENT" || code === "ENOTDIR") return undefined;
		throw fault;
	}
}

const REMEMBERED = 512;
const known = new Map<string, Promise<string>>();

/** Entity tag and length. The tag of one and the same file is computed once, by whoever asks first: the others wait for it. */
async function tagOf(file: FileHandle): Promise<{ readonly etag: string; readonly size: number }> {
	const { dev, ino, size, mtimeNs } = await file.stat({ bigint: true });
	const name = `${dev} ${ino} ${size} ${mtimeNs}`;
	let etag = known.get(name);
	if (etag === undefined) {
		etag = hashOf(file);
		if (known.size >= REMEMBERED) known.clear();
		known.set(name, etag);
		etag.catch(() => known.delete(name));
	}
	return { etag: await etag, size: Number(size) };
}

async function hashOf(file: FileHandle): Promise<string> {
	const hash = createHash("sha256");
	for await (const piece of piecesRead(file)) hash.update(piece);
	return `"${hash.digest("base64url")}"`;
}

async function* piecesRead(file: FileHandle): AsyncGenerator<Uint8Array> {
	for (let position = 0; ; ) {
		const { bytesRead, buffer } = await file.read(new Uint8Array(PIECE), 0, PIECE, position);
		if (bytesRead === 0) return;
		position += bytesRead;
		yield buffer.subarray(0, bytesRead);
	}
}

/** Read as it is asked for; the file is closed at the end, and when the reader goes. */
function piecesOf(file: FileHandle): ReadableStream<Uint8Array> {
	const pieces = piecesRead(file);
	return new ReadableStream({
		pull: async (controller) => {
			const { done, value } = await inTurn(() => pieces.next());
			if (!done) return controller.enqueue(value);
			await file.close();
			controller.close();
		},
		cancel: () => file.close(),
	});
}

/** RFC 9110 §13.1.2: weak comparison; a proxy that compresses marks our tag weak. */
function matches(ifNoneMatch: string | null, etag: string): boolean {
	if (ifNoneMatch === null) return false;
	const tags = ifNoneMatch.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
	return tags.includes("*") || tags.includes(etag);
}
