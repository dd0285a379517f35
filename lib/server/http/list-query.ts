import "server-only";
import { ApiProblem } from "./problem-response";

const LIMIT = 64;

/** `?q=` as text to look for, with LIKE's wildcards made literal, and `?after=`; empty when absent. */
export function listQuery(query: URLSearchParams): { readonly q: string; readonly after: string } {
	const read = (name: string) => {
		const value = query.get(name) ?? "";
		if (value.length > LIMIT || value.includes("\0")) throw new ApiProblem("request_malformed", { field: name });
		return value.trim();
	};
	return { q: read("q").replaceAll(/[\\%_]/g, "\\$&"), after: read("after") };
}
