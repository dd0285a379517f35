import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { RouteHandlers } from "@/lib/server/http/define-route";

const API = join(import.meta.dirname, "../../app/api");

/** The folder that Next takes where no other one fits. */
const ANY_OTHER = "[[...path]]";

/** Handlers of one API path. */
export async function routeHandlers(path: string): Promise<RouteHandlers> {
	const own = join(API, path.replace(/^\/api\/?/, ""), "route.ts");
	const file = existsSync(own) ? own : join(API, ANY_OTHER, "route.ts");
	return (await import(file)) as RouteHandlers;
}

/** Every API path of the project with its handlers, read from the folders. The one for all others is not among them. */
export async function apiRoutes(): Promise<ReadonlyMap<string, RouteHandlers>> {
	const files = (await readdir(API, { recursive: true })).filter(
		(name) => name.endsWith("route.ts") && !name.startsWith(ANY_OTHER),
	);
	const paths = files.map((name) => `/api/${name.replace(/\/?route\.ts$/, "")}`).sort();
	return new Map(await Promise.all(paths.map(async (path) => [path, await routeHandlers(path)] as const)));
}
