import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { expect, it } from "vitest";
import { freshDatabase } from "@/tests/support/test-database";
import { openDatabase } from "./database";
import { isDatabaseUnreachable } from "./faults";

/** PostgreSQL's protocol 3.0: an ErrorResponse, and the ReadyForQuery outside of a transaction. */
const TERMINATED = (() => {
	const fields = Buffer.from("SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0");
	const length = Buffer.alloc(4);
	length.writeUInt32BE(fields.length + 4);
	return Buffer.concat([Buffer.from("E"), length, fields]);
})();
const READY = Buffer.from("Z\0\0\0\x05I", "latin1");

it("a connection that is ended between two of its users ends no process", async () => {
	const real = await freshDatabase();
	const url = new URL(real.url);
	const port = Number(url.port);
	const ends: Socket[] = [];
	let cutting = false;
	let asked = () => {};
	const underWay = new Promise<void>((resolve) => {
		asked = resolve;
	});
	const proxy = createServer((near) => {
		const far = connect(port, "127.0.0.1");
		ends.push(near, far);
		for (const end of [near, far]) end.on("error", () => undefined);
		near.pipe(far);
		near.on("data", (bytes) => {
			if (bytes.includes("pg_sleep")) asked();
		});
		far.on("end", () => near.end());
		far.on("data", (bytes) => {
			if (!cutting || !bytes.subarray(-READY.length).equals(READY)) return void near.write(bytes);
			// In one piece: the answer is read, the connection goes to whoever waits for it, and then it ends.
			near.end(Buffer.concat([bytes, TERMINATED]));
		});
	}).listen(0, "127.0.0.1");
	await once(proxy, "listening");
	url.port = String((proxy.address() as AddressInfo).port);
	const { db: database } = openDatabase({ connectionString: url.href, pool: 1 });
	try {
		await database.$queryRaw`SELECT 1`;
		cutting = true;
		// Prisma asks nothing before somebody waits for the answer.
		const asking = Promise.resolve(database.$queryRaw`SELECT 1 AS one FROM pg_sleep(1)`);
		await underWay;
		const waiting = database.$transaction((tx) => tx.$queryRaw`SELECT 2 AS two`).catch((fault: unknown) => fault);
		expect(await asking).toEqual([{ one: 1 }]);
		expect(isDatabaseUnreachable(await waiting)).toBe(true);
		cutting = false;
		expect(await database.$queryRaw`SELECT 3 AS three`).toEqual([{ three: 3 }]);
	} finally {
		await database.$disconnect();
		for (const end of ends) end.destroy();
		proxy.close();
		await real.drop();
	}
});
