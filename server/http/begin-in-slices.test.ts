import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { PATHS } from "@/lib/protocol/paths";
import { beginsInOrder, inSlices } from "./begin-in-slices";

beforeEach(() => {
	vi.useFakeTimers({ toFake: ["performance"] });
});
afterEach(() => {
	vi.useRealTimers();
});
/** As long as a slice. */
const work = () => void vi.advanceTimersByTime(1);

it("[AB-7] long beginnings have a turn each, in order; whoever comes later waits for their own turn", async () => {
	const inTurn = inSlices();
	const begun: number[] = [];
	const seen: (readonly number[])[] = [];
	const begins = (number: number) =>
		inTurn(() => {
			begun.push(number);
			work();
		});
	for (const number of [1, 2, 3]) begins(number);
	expect(begun).toEqual([]);
	for (let i = 0; i < 3; i++) {
		await turn();
		seen.push([...begun]);
	}
	expect(seen).toEqual([[1], [1, 2], [1, 2, 3]]);

	begins(4);
	expect(begun).toEqual([1, 2, 3]);
	await turn();
	expect(begun).toEqual([1, 2, 3, 4]);
});

it("[AB-7] short beginnings share a turn, as long as its slice lasts", async () => {
	const inTurn = inSlices();
	const begun: string[] = [];
	for (const name of ["short", "shorter", "long", "late", "later"]) {
		inTurn(() => {
			begun.push(name);
			if (name === "long") work();
		});
	}
	await turn();
	expect(begun).toEqual(["short", "shorter", "long"]);
	await turn();
	expect(begun).toEqual(["short", "shorter", "long", "late", "later"]);
});

it("[AB-7] what a beginning leaves to promises counts as a part of it", async () => {
	const inTurn = inSlices();
	const begun: string[] = [];
	inTurn(() => {
		begun.push("first");
		void Promise.resolve().then(work);
	});
	inTurn(() => begun.push("second"));
	await turn();
	expect(begun).toEqual(["first"]);
	await turn();
	expect(begun).toEqual(["first", "second"]);
});

it("[AB-7] one that asks for others while it begins leaves them to the next turn", async () => {
	const inTurn = inSlices();
	const begun: string[] = [];
	inTurn(() => {
		begun.push("first");
		inTurn(() => begun.push("second"));
		inTurn(() => begun.push("third"));
	});
	await turn();
	expect(begun).toEqual(["first"]);
	await turn();
	expect(begun).toEqual(["first", "second", "third"]);
});

const HEAD = "POST /api/passes/open HTTP/1.1\r\nHost: portal.example\r\nContent-Length: 4\r\n\r\n";
const asked = (given: Partial<IncomingMessage>) => ({ headers: {}, complete: true, ...given }) as IncomingMessage;
const crawling = asked({ url: "/api/passes", complete: false });

it("[AB-7] calls in one slice of a turn; in another files, bulk and bodies that crawl, which no other call waits behind", async () => {
	const inOrder = beginsInOrder();
	let begun: string[] = [];
	const begins = (name: string, request: IncomingMessage) =>
		inOrder(request, () => {
			begun.push(name);
			work();
		});
	begins("list", asked({ url: "/trust/list.jwt?again" }));
	begins("script", asked({ url: "/_next/static/a.js" }));
	begins("slow", crawling);
	begins("slower", crawling);
	begins("batch", asked({ method: "POST", url: PATHS.records }));
	begins("evening of a gate", asked({ method: "POST", url: PATHS.checkins, headers: { "content-length": "200000" } }));
	begins("page", asked({ method: "GET", url: "/counter" }));
	begins("gate at work", asked({ method: "POST", url: PATHS.checkins, headers: { "content-length": "2000" } }));
	expect(begun).toEqual([]);
	const turns: (readonly string[])[] = [];
	for (let i = 0; i < 7; i++) {
		begun = [];
		await turn();
		turns.push(begun);
	}
	expect(turns).toEqual([
		["list", "page"],
		["script", "gate at work"],
		["batch"],
		["evening of a gate"],
		["slow"],
		["slower"],
		[],
	]);
});

it.each([
	["came together with its head", "body", ["call", "file"]],
	["is still on its way", "bo", ["file", "call"]],
])("[AB-7] a body that %s, on a web server", async (_, body, order) => {
	const inOrder = beginsInOrder();
	const begun: string[] = [];
	const server = createServer((request, response) => {
		for (let files = 0; files < 2; files++) inOrder(asked({ url: "/trust/list.jwt" }), work);
		inOrder(request, () => response.end(String(begun.push("call"))));
		inOrder(asked({ url: "/trust/list.jwt" }), () => begun.push("file"));
	}).listen(0, "127.0.0.1");
	await once(server, "listening");
	const client = connect((server.address() as AddressInfo).port, "127.0.0.1");
	try {
		client.write(HEAD + body);
		await once(client, "data");
		for (let turns = 0; begun.length < 2 && turns < 10; turns++) await turn();
		expect(begun).toEqual(order);
	} finally {
		client.destroy();
		server.close();
	}
});
