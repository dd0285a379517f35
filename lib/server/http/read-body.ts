/** The body of a request: its size is capped while it arrives, its text is strict UTF-8, its shape is checked by zod. */
import "server-only";
import type { z } from "zod";
import { concat, fromUtf8 } from "@/lib/shared/bytes";
import { ApiProblem } from "./problem-response";

/** Reads at most `limit` bytes; more is refused without being kept, and so is a body that breaks off. */
export async function readBytes(request: Request, limit: number): Promise<Uint8Array> {
	if (Number(request.headers.get("content-length") ?? 0) > limit) throw new ApiProblem("body_too_large");
	if (request.body === null) return new Uint8Array();
	const parts: Uint8Array[] = [];
	let length = 0;
	const reader = request.body.getReader();
	for (;;) {
		const { done, value } = await reader.read().catch(brokenOff);
		if (done) return concat(...parts);
		length += value.byteLength;
		if (length > limit) {
			await reader.cancel();
			throw new ApiProblem("body_too_large");
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
