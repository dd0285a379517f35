import { once } from "node:events";
import type { RequestListener, Server, ServerResponse } from "node:http";
import { expect, it } from "vitest";
import { problem } from "@/lib/protocol/problem";
import { closeServer, type Unanswered, unanswered } from "./close-server";
import { createWebServer } from "./web-server";

type Opened = { readonly server: Server; readonly requests: Unanswered; readonly origin: string };

async function open(answer: RequestListener): Promise<Opened> {
	const requests = unanswered();
	const noted: RequestListener = (request, response) => {
		requests.note(response);
		answer(request, response);
	};
	const server = createWebServer(noted, undefined).listen(0, "127.0.0.1");
	await once(server, "listening");
	return { server, requests, origin: `http://127.0.0.1:${(server.address() as { port: number }).port}` };
}

/** Resolves when a request has come, to what it is answered by. */
function arrivals() {
	let came: (response: ServerResponse) => void = () => {};
	const arrived = new Promise<ServerResponse>((resolve) => {
		came = resolve;
	});
	return { came: (response: ServerResponse) => came(response), arrived };
}

it("[OP-4] a request that is answered in time keeps its answer, and the server ends", async () => {
	const { came, arrived } = arrivals();
	const { server, requests, origin } = await open((_, response) => came(response));
	const asked = fetch(origin);
	const response = await arrived;
	const closed = closeServer(server, { grace: 60_000, requests });
	response.end("done");
	expect(await (await asked).text()).toBe("done");
	await closed;
});

it("[OP-4] one that takes longer is told to come back instead of being cut off, also on a connection that was used before", async () => {
	const { came, arrived } = arrivals();
	const { server, requests, origin } = await open(({ url }, response) => {
		if (url === "/first") response.end("done");
		else came(response);
	});
	expect(await (await fetch(`${origin}/first`)).text()).toBe("done");
	const asked = fetch(origin, { method: "POST", body: "x".repeat(30_000) });
	const response = await arrived;
	await closeServer(server, { grace: 1, requests });
	const answer = await asked;
	expect([answer.status, answer.headers.get("retry-after"), answer.headers.get("connection")]).toEqual([
		...[503, "1", "close"],
	]);
	expect(problem.parse(await answer.json()).error.code).toBe("overloaded");
	// Whoever was at work on it may still say so; nobody listens.
	expect(response.headersSent).toBe(true);
	response.end("done");
});

it("[OP-4] one whose answer has begun and does not end is cut off at last", async () => {
	const { came, arrived } = arrivals();
	const { server, requests, origin } = await open((_, response) => {
		response.write("half");
		came(response);
	});
	const answer = await fetch(origin);
	await arrived;
	const read = expect(answer.text()).rejects.toThrow();
	await closeServer(server, { grace: 1, requests });
	await read;
});
