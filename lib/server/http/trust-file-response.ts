/**
 * Serves the signed files straight from disk: no database, no keys, no session. Anybody may fetch them from anywhere;
 * a content delivery network may keep them, and answer with an old copy when we are down.
 */
import "server-only";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { trustFileKind, trustFolder } from "../publish/trust-files";

/** Seconds that a cache may go on serving a copy while we do not answer. */
const STALE_IF_ERROR = 86_400;

export async function trustFileResponse(
	request: Request,
	{ dataDir, path }: { readonly dataDir: string; readonly path: string },
): Promise<Response> {
	const headers = new Headers({ "access-control-allow-origin": "*", "x-content-type-options": "nosniff" });
	const kind = trustFileKind(path);
	const content = kind === undefined ? undefined : await readPublished(join(trustFolder(dataDir), path));
	if (kind === undefined || content === undefined) {
		headers.set("cache-control", "public, max-age=5");
		return new Response("not found\n", { status: 404, headers });
	}
	const etag = `"${createHash("sha256").update(content).digest("base64url")}"`;
	headers.set("etag", etag);
	headers.set("content-type", kind.contentType);
	headers.set("cache-control", `public, max-age=${kind.maxAge}, stale-if-error=${STALE_IF_ERROR}`);
	if (matches(request.headers.get("if-none-match"), etag)) return new Response(null, { status: 304, headers });
	headers.set("content-length", String(content.length));
	return new Response(request.method === "HEAD" ? null : content, { status: 200, headers });
}

async function readPublished(file: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
	try {
		return Uint8Array.from(await readFile(file));
	} catch (fault) {
		const { code } = fault as NodeJS.ErrnoException;
		if (code === "ENOENT" || code === "ENOTDIR") return undefined;
		throw fault;
	}
}

/** RFC 9110 §13.1.2: weak comparison; a proxy that compresses marks our tag weak. */
function matches(ifNoneMatch: string | null, etag: string): boolean {
	if (ifNoneMatch === null) return false;
	const tags = ifNoneMatch.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
	return tags.includes("*") || tags.includes(etag);
}
