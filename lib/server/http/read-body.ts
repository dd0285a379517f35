/** The body of a request: its size is capped while it arrives, its text is strict UTF-8, its shape is checked by zod. */
import "server-only";
import type { z } from "zod";
import { concat, fromUtf8 } from "@/lib/shared/bytes";
import { ApiProblem } from "./problem-response";

type Reading = {
	/** Bytes at most. */
	readonly maxBytes: number;
	/** Milliseconds until all of it has to be there; undefined: the web server's own limit. */
	readonly withinMs?: number | undefined;
};

/** More than that, or later, is refused without being kept, and so is a body that breaks off. */
export async function readBytes(request: Request, { maxBytes, withinMs }: Reading): Promise<Uint8Array> {
	if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw new ApiProblem("body_too_large", CLOSE);
	if (request.body === null) return new Uint8Array();
	const reading = readAll(request.body.getReader(), maxBytes);
	return withinMs === undefined ? reading : await inTime(reading, withinMs);
}

/** Who sends on is not cut off in the middle of it: the answer says so, and then the connection ends. */
async function inTime(reading: Promise<Uint8Array>, withinMs: number): Promise<Uint8Array> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new ApiProblem("body_too_slow", { retryAfter: 5, ...CLOSE })), withinMs);
	});
	try {
		return await Promise.race([reading, late]);
	} finally {
		clearTimeout(timer);
	}
}

/** What has not been sent yet is not waited for. */
const CLOSE = { headers: { connection: "close" } };

async function readAll(reader: ReadableStreamDefaultReader<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
	const parts: Uint8Array[] = [];
	let length = 0;
	for (;;) {
		const { done, value } = await reader.read().catch(brokenOff);
		if (done) return concat(...parts);
		length += value.byteLength;
		if (length > maxBytes) {
			await reader.cancel();
			throw new ApiProblem("body_too_large", CLOSE);
		}
		parts.push(value);
	}
}

/** The client went, or was too slow for the web server (server/serve.ts). */
function brokenOff(): never {
	throw new ApiProblem("request_malformed");
}

/** As it stands: what is unpacked could be a thousand times as large. */
export function requireJson(request: Request): void {
	const encoding = request.headers.get("content-encoding") ?? "identity";
	if (encoding !== "identity") throw new ApiProblem("body_type");
	const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
	if (type !== "application/json") throw new ApiProblem("body_type");
}

/** Throws `request_malformed` with the path of the first offending field. */
export function parseBody<Schema extends z.ZodType>(bytes: Uint8Array, schema: Schema): z.infer<Schema> {
	const parsed = schema.safeParse(parseJson(bytes));
	if (!parsed.success) {
		const path = parsed.error.issues[0]?.path.join(".");
		throw new ApiProblem("request_malformed", path ? { field: path } : {});
	}
	return parsed.data;
}

function parseJson(bytes: Uint8Array): unknown {
	const text = fromUtf8(bytes);
	if (text === undefined) throw new ApiProblem("request_malformed");
	try {
		return JSON.parse(text);
	} catch {
		throw new ApiProblem("request_malformed");
	}
}
