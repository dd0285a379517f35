/** Calls whose answers are counted by their route, of whoever makes them. */
import { PATHS } from "@/lib/protocol/paths";
import { type Answers, countAnswer, kindOf } from "./ledger";

export type Fetch = (url: URL, init: RequestInit) => Promise<Response>;

/** Answers of these have no body, and none can be given to them. */
const BARE = [204, 304];

/** The answer as a whole: one that breaks off is none. */
export function countedFetch(answers: Answers): Fetch {
	return async (url, init) => {
		const route = `${init.method ?? "GET"} ${routeOf(url.pathname)}`;
		try {
			const answer = await fetch(url, init);
			const body = await answer.arrayBuffer();
			const { status, headers } = answer;
			const why = status === 503 ? ` (${reasonOf(body)})` : "";
			countAnswer(answers, { kind: kindOf(answer), route: route + why });
			return new Response(BARE.includes(status) ? null : body, { status, headers });
		} catch (fault) {
			countAnswer(answers, { kind: `no answer (${whyNone(fault)})`, route });
			throw fault;
		}
	};
}

const CALLS: readonly string[] = Object.values(PATHS).flatMap((path) =>
	typeof path === "string" ? [path] : Object.values(path),
);

/** A path of the API as it is; of files the first two parts, such as `/trust/status/…`. */
export function routeOf(pathname: string): string {
	if (CALLS.includes(pathname)) return pathname;
	const [first, second, ...others] = pathname.slice(1).split("/");
	const begun = [first, second].filter((part) => part !== undefined);
	return `/${[...begun, ...(others.length > 0 ? ["…"] : [])].join("/")}`;
}

/** The balancer and the portal each say why they send somebody away. */
function reasonOf(body: ArrayBuffer): string {
	return /"message":"([^"]*)"/.exec(Buffer.from(body).toString())?.[1] ?? "no reason";
}

/** The system's word for it, such as ECONNRESET, or the kind of the fault. */
function whyNone(fault: unknown): string {
	const { name, cause } = fault as Error & { readonly cause?: { readonly code?: string } };
	return cause?.code ?? name;
}
