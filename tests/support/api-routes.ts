import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { RouteHandlers } from "@/lib/server/http/define-route";

const API = join(import.meta.dirname, "../../app/api");

/** Handlers of one API path. */
export async function routeHandlers(path: string): Promise<RouteHandlers> {
	return (await import(join(API, path.replace(/^\/api\//, ""), "route.ts"))) as RouteHandlers;
}

/** Every API path of the project with its handlers, read from the folders. */
export async function apiRoutes(): Promise<ReadonlyMap<string, RouteHandlers>> {
	const files = (await readdir(API, { recursive: true })).filter((name) => name.endsWith("route.ts"));
	const paths = files.map((name) => `/api/${name.replace(/\/?route\.ts$/, "")}`).sort();
	return new Map(await Promise.all(paths.map(async (path) => [path, await routeHandlers(path)] as const)));
}
