import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { boundUnread } from "./unread-answers";

/** A connection waits for its reader with one piece. Together they are more than the kernel takes on loopback. */
const PIECE = 1_000_000;
const PIECES = 40;
const EVERY_MS = 20;

let server: Server;
const clients: Socket[] = [];
const served = new Set<Socket>();

afterEach(() => {
	for (const client of clients.splice(0)) client.destroy();
	served.clear();
	server.close();
});

/** Sends a long answer to everybody, as fast as each reads; of all together so many pieces may wait. */
async function serving(pieces: number): Promise<void> {
	server = createServer((_request, response) => {
		Readable.from(Array.from({ length: PIECES }, () => Buffer.alloc(PIECE, 7))).pipe(response);
	});
	server.on("connection", (socket) => {
		served.add(socket);
		socket.once("close", () => served.delete(socket));
	});
	boundUnread(server, { bytes: pieces * PIECE + PIECE / 2, everyMs: EVERY_MS });
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
}

/** A client that has asked and does not read; resolves once its connection holds what it does not take. */
async function asked(): Promise<Socket> {
	const accepted = once(server, "connection");
	const client = connect((server.address() as AddressInfo).port, "127.0.0.1");
	clients.push(client);
	client.on("error", () => undefined);
	client.pause();
	client.write("GET / HTTP/1.1\r\nHost: portal.example\r\n\r\n");
	const [socket] = (await accepted) as [Socket];
	while (socket.writableLength === 0) await sleep(1);
	return client;
}

const held = () => [...served].reduce((sum, socket) => sum + socket.writableLength, 0);

describe("[AB-7] answers that nobody reads", () => {
	it("hold a bounded amount together: beyond it, connections end", async () => {
		await serving(2);
		for (let i = 0; i < 6; i++) await asked();
		while (held() > 3 * PIECE) await sleep(EVERY_MS);
		expect(served.size).toBe(2);
	});

	it("stay where they are few", async () => {
		await serving(3);
		for (let i = 0; i < 3; i++) await asked();
		await sleep(EVERY_MS * 5);
		expect(served.size).toBe(3);
	});

	it("end nobody's answer who reads: those end of which nothing was taken for longest", async () => {
		await serving(2);
		const reader = await asked();
		let read = 0;
		reader.on("data", (part: Buffer) => {
			read += part.length;
			reader.pause();
		});
		const reads = async (bytes: number) => {
			for (const goal = read + bytes; read < goal; await sleep(1)) {
				expect(reader.closed).toBe(false);
				reader.resume();
			}
		};
		for (let i = 0; i < 4; i++) {
			await asked();
			await reads(3 * PIECE);
		}
		await reads(PIECES * PIECE - read);
	});
});
