import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { countedFetch, routeOf } from "./counted-fetch";
import type { Answers } from "./ledger";

it("names calls of the API by their path, and files by where they lie", () => {
	expect(routeOf("/api/console/overview")).toBe("/api/console/overview");
	expect(routeOf("/")).toBe("/");
	expect(routeOf("/pass")).toBe("/pass");
	expect(routeOf("/trust/keyset.jwt")).toBe("/trust/keyset.jwt");
	expect(routeOf("/trust/status/12.jwt")).toBe("/trust/status/…");
	expect(routeOf("/_next/static/chunks/0a1b.js")).toBe("/_next/static/…");
});

it("counts an answer that breaks off as none, and a 503 by whether it says when to come back", async () => {
	const server = createServer((request, response) => {
		if (request.url === "/broken") {
			response.writeHead(200, { "content-length": "100" });
			response.write("begun");
			setImmediate(() => response.destroy());
		} else if (request.url === "/later") response.writeHead(503, { "retry-after": "1" }).end();
		else if (request.url === "/never") response.writeHead(503).end();
		else response.writeHead(304).end();
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const answers: Answers = new Map();
	const ask = (path: string) =>
		countedFetch(answers)(new URL(path, `http://127.0.0.1:${(server.address() as AddressInfo).port}`), {});
	await expect(ask("/broken")).rejects.toThrow();
	for (const path of ["/later", "/never", "/same", "/same"]) await ask(path);
	server.closeAllConnections();
	server.close();
	const [broken = "", ...others] = [...answers.keys()];
	expect(broken).toMatch(/^no answer /);
	expect(others).toEqual(["503", "503 without Retry-After", "304"]);
	expect(answers.get("304")).toEqual(new Map([["GET /same", 2]]));
});
