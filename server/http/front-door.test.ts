import { once } from "node:events";
import type { Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { problemResponse } from "@/lib/server/http/problem-response";
import { frontDoor, proxiesInFront } from "./front-door";
import { createWebServer, UNREAD } from "./web-server";

let server: Server;
let proxies = 0;

/** The real server and door; behind it somebody who says what came through. */
beforeAll(async () => {
	server = createWebServer((request, response) => {
		const turnedAway = frontDoor(request, { proxies });
		const { url, method, headers } = request;
		const seen = { url, method, from: headers["x-forwarded-for"], action: headers["next-action"] };
		response.writeHead(turnedAway?.status ?? 200, turnedAway?.allow ? { Allow: turnedAway.allow } : {});
		response.end(turnedAway?.text ?? JSON.stringify(seen));
	}, undefined);
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
});
afterAll(() => server.close());

/** Status, head and body of the answer to exactly this text. */
async function send(text: string) {
	const { port } = server.address() as AddressInfo;
	const socket = connect(port, "127.0.0.1");
	socket.end(text, "latin1");
	let answer = "";
	socket.setEncoding("latin1").on("data", (part: string) => {
		answer += part;
	});
	await once(socket, "close");
	const [head = "", ...body] = answer.split("\r\n\r\n");
	return { status: Number(head.split(" ")[1]), head, body: body.join("\r\n\r\n") };
}

const ask = (line: string, ...headers: readonly string[]) =>
	send(`${[`${line} HTTP/1.1`, "Host: portal.example", "Connection: close", ...headers].join("\r\n")}\r\n\r\n`);

const through = async (line: string, ...headers: readonly string[]) => {
	const { status, body } = await ask(line, ...headers);
	expect(status).toBe(200);
	return JSON.parse(body.split("\r\n").find((text) => text.startsWith("{")) ?? body);
};

describe("front door", () => {
	it.each([
		"OPTIONS *",
		"GET nothing",
		"GET /trust/%E0%A4%A",
		"GET /%",
		"GET /\\evil.example",
		"GET http://[DUPONT/x",
		"GET ftp://x.example/y",
	])("turns away %s", async (line) => {
		const { status, body } = await ask(line);
		expect(status).toBe(400);
		expect(body).not.toContain("DUPONT");
	});

	it.each([
		["POST /counter", "GET, HEAD"],
		["PUT /trust/list.jwt", "GET, HEAD, OPTIONS"],
		["TRACE /api/health", "GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE"],
		["PROPFIND /", "GET, HEAD"],
		["OPTIONS /counter", "GET, HEAD"],
	])("has no %s", async (line, allow) => {
		const { status, head } = await ask(line, "Content-Length: 0");
		expect(status).toBe(405);
		expect(head).toContain(`Allow: ${allow}`);
	});

	it("refuses a method below /api in the words of the routes there", async () => {
		const { body } = await ask("TRACE /api/health", "Content-Length: 0");
		expect(body).toContain(await problemResponse("method_not_allowed").text());
	});

	it("lets the portal's own calls through, in whichever form they name their target", async () => {
		expect(await through("POST /api/records?a=b")).toMatchObject({ method: "POST", url: "/api/records?a=b" });
		expect(await through("OPTIONS /trust/list.jwt")).toMatchObject({ method: "OPTIONS" });
		expect(await through("GET http://portal.example/counter?x#y")).toMatchObject({ url: "/counter?x" });
	});

	it("drops what names a server action: there is none", async () => {
		expect(await through("GET /counter", "Next-Action: DUPONT")).not.toHaveProperty("action");
	});

	it("believes as many hops of X-Forwarded-For as there are proxies", async () => {
		const told = "X-Forwarded-For: 203.0.113.1, 198.51.100.2, 192.0.2.3";
		const seen: string[] = [];
		for (proxies of [0, 1, 2, 5]) seen.push((await through("GET /", told)).from);
		proxies = 1;
		seen.push((await through("GET /")).from);
		proxies = 0;
		expect(seen).toEqual(["127.0.0.1", "192.0.2.3", "198.51.100.2", "203.0.113.1", "127.0.0.1"]);
	});
});

describe("proxies in front", () => {
	it.each([
		[{}, false, 0],
		[{ RELAIS_ORIGIN: "http://localhost:3000" }, false, 0],
		[{ RELAIS_ORIGIN: "https://relais.example" }, false, 1],
		[{ RELAIS_ORIGIN: "https://192.0.2.1:3000" }, true, 0],
		[{ RELAIS_ORIGIN: "https://relais.example", RELAIS_PROXIES: "2" }, false, 2],
		[{ RELAIS_ORIGIN: "https://relais.example", RELAIS_PROXIES: "0" }, false, 0],
	])("of %j (own TLS: %s) are %i", (env, tls, count) => {
		expect(proxiesInFront({ env, tls })).toBe(count);
	});
});

describe("limits of the web server", () => {
	it("[AB-7] are all set: Node's own are for servers that trust their clients", () => {
		const { headersTimeout, requestTimeout, keepAliveTimeout, maxHeadersCount, timeout } = server;
		expect({ headersTimeout, requestTimeout, keepAliveTimeout, maxHeadersCount, timeout }).toEqual({
			headersTimeout: 15_000,
			requestTimeout: 40_000,
			keepAliveTimeout: 65_000,
			maxHeadersCount: 100,
			timeout: 70_000,
		});
		expect(UNREAD).toEqual({ bytes: 67_108_864, everyMs: 1_000 });
	});

	it("answer a head that is too large, and one that contradicts itself, without us", async () => {
		expect((await ask("GET /", `X-Long: ${"a".repeat(20_000)}`)).status).toBe(431);
		expect((await ask("POST /api/records", "Content-Length: 2", "Content-Length: 3")).status).toBe(400);
		expect((await ask("POST /api/records", "Content-Length: 2", "Transfer-Encoding: chunked")).status).toBe(400);
	});
});
