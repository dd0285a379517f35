/**
 * A portal in a process of its own that can be killed at any moment: the project's API routes behind Node's http
 * server, without Next. Settings come from the environment as always; the port is printed once it listens.
 */
import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";
import type { Method } from "@/lib/protocol/route-row";
import { currentServer } from "@/lib/server/context/current-context";
import { apiRoutes } from "./api-routes";

const routes = await apiRoutes();
await (await currentServer()).start();

const http = createServer(async (request, response) => {
	const url = new URL(request.url ?? "/", "http://localhost:3000");
	const handler = routes.get(url.pathname)?.[(request.method ?? "GET") as Method];
	if (handler === undefined) {
		response.writeHead(404).end();
		return;
	}
	const body = await buffer(request);
	const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)] as [string, string]);
	const init = {
		method: request.method ?? "GET",
		headers,
		...(body.length > 0 ? { body: Uint8Array.from(body) } : {}),
	};
	const answer = await handler(new Request(url, init));
	response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()));
});
http.listen(0, "127.0.0.1", () => {
	const address = http.address();
	console.log(JSON.stringify({ port: typeof address === "object" ? address?.port : undefined }));
});
