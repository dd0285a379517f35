import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { StepFailed } from "../scripts/bootstrap/project.mjs";
import { type Address, freePort, requireFreePort } from "./port";

/** Why an address will not do, if it will not. */
async function problemOf(address: Address): Promise<string | undefined> {
	const problem: unknown = await requireFreePort(address).catch((error: unknown) => error);
	if (problem === undefined) return undefined;
	if (!(problem instanceof StepFailed)) throw problem;
	return problem.message;
}

describe("the port to serve on", () => {
	it("may be any free one", async () => {
		expect(await problemOf({ port: await freePort(), host: "127.0.0.1" })).toBeUndefined();
	});

	it("is none that a system gives to outgoing connections, when any will do", async () => {
		const ports = await Promise.all(Array.from({ length: 50 }, () => freePort()));
		expect(Math.max(...ports)).toBeLessThan(32_768);
	});

	it("names a port that is taken, and another", async () => {
		const other = createServer();
		other.listen(0, "127.0.0.1");
		await once(other, "listening");
		const { port } = other.address() as AddressInfo;
		expect(await problemOf({ port, host: "127.0.0.1" })).toMatch(
			new RegExp(`port ${port} is in use: .* PORT=${port + 1} npm start`),
		);
		await new Promise((resolve) => other.close(resolve));
	});

	it.each(["192.0.2.1", "nowhere.invalid"])("names a host that is not this machine: %s", async (host) => {
		expect(await problemOf({ port: 3000, host })).toContain(`HOST=${host} is no address of this machine`);
	});
});
