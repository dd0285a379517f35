/**
 * Bounds what answers hold that nobody reads (spec AB-7). A client that asks for much and reads nothing leaves it in our
 * memory until its connection ends, which the limits of web-server.ts see to only after a while, and for each by itself.
 *
 * Counts what Node keeps for a connection; what the kernel took is the kernel's to bound.
 */
import type { IncomingMessage, Server } from "node:http";
import type { Socket } from "node:net";

type UnreadLimit = {
	/** Of all connections together. */
	readonly bytes: number;
	/** Milliseconds between two looks. */
	readonly everyMs: number;
};

/** What is known of a connection since the look before. */
type Reader = { taken: number; movedAt: number };

/** At each look, connections of which nothing was taken for longest end, until the others hold no more than `bytes`. */
export function boundUnread(server: Server, { bytes, everyMs }: UnreadLimit): void {
	const readers = new Map<Socket, Reader>();

	function look(): void {
		const now = performance.now();
		let held = 0;
		for (const [socket, reader] of readers) {
			held += socket.writableLength;
			const taken = socket.bytesWritten - socket.writableLength;
			if (taken > reader.taken || socket.writableLength === 0) reader.movedAt = now;
			reader.taken = taken;
		}
		if (held <= bytes) return;
		const waiting = [...readers].filter(([socket]) => socket.writableLength > 0);
		waiting.sort(([a, one], [b, other]) => one.movedAt - other.movedAt || b.writableLength - a.writableLength);
		for (const [socket] of waiting) {
			if (held <= bytes) return;
			held -= socket.writableLength;
			socket.destroy();
		}
	}

	server.on("request", ({ socket }: IncomingMessage) => {
		if (readers.has(socket)) return;
		readers.set(socket, { taken: 0, movedAt: performance.now() });
		socket.once("close", () => readers.delete(socket));
	});
	const looking = setInterval(look, everyMs).unref();
	server.once("close", () => clearInterval(looking));
}
