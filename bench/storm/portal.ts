/** The portal under load, in a process of its own: every API route by its own file, publishing and tidying on; no Next. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { currentServer } from "@/lib/server/context/current-context";
import type { RouteHandlers } from "@/lib/server/http/define-route";
import { beginsInOrder } from "../../server/http/begin-in-slices";

const handlers = new Map<string, RouteHandlers>();
const server = await currentServer();
await server.start();

const inOrder = beginsInOrder();
const web = createServer((request, response) => inOrder(request, () => void answerTo(request, response)));

async function answerTo(request: IncomingMessage, response: ServerResponse): Promise<void> {
	const { pathname } = new URL(request.url ?? "/", "http://localhost");
	const route = handlers.get(pathname) ?? (await routeOf(pathname.slice("/api/".length)));
	handlers.set(pathname, route);
	const answer = await route[(request.method ?? "GET") as keyof RouteHandlers](await webRequest(request));
	response.writeHead(answer.status, Object.fromEntries(answer.headers));
	response.end(Buffer.from(await answer.arrayBuffer()));
}
// Those of a storm before may be used again after minutes of other work, and one that ends just then would be a loss.
web.keepAliveTimeout = 0;
web.listen(Number(process.env["PORT"]), "127.0.0.1", () => process.send?.("listening"));

// The bench is gone.
process.on("disconnect", () => process.exit(1));
process.on("SIGTERM", async () => {
	web.close();
	web.closeAllConnections();
	await server.stop();
	process.exit(0);
});

/** The bundler finds every file that this may mean. */
async function routeOf(name: string): Promise<RouteHandlers> {
	return (await import(`../../app/api/${name}/route.ts`)) as RouteHandlers;
}

async function webRequest(request: IncomingMessage): Promise<Request> {
	const parts: Buffer[] = [];
	for await (const part of request) parts.push(part);
	const headers = new Headers();
	for (const [name, value] of Object.entries(request.headers)) headers.set(name, String(value));
	const { method = "GET", url = "/" } = request;
	const body = method === "GET" ? null : Buffer.concat(parts);
	return new Request(process.env["RELAIS_ORIGIN"] + url, { method, headers, body });
}
