import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { createServer, get } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { PeerCertificate } from "node:tls";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type LanCertificate, lanCertificate, makeLeaf } from "./lan-certificate";

const NOW = new Date();
let dataFolder = "";
beforeEach(async () => {
	dataFolder = await mkdtemp(path.join(tmpdir(), "relais-lan-"));
});
afterEach(() => rm(dataFolder, { recursive: true, force: true }));

/** What a client that trusts only our authority says of a server: its answer, or why not. */
async function ask({ key, cert, authority }: LanCertificate, host = "127.0.0.1"): Promise<string> {
	const server = createServer({ key, cert }, (_request, response) => response.end("yes"));
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	const { port } = server.address() as AddressInfo;
	try {
		return await new Promise((resolve) => {
			const request = get({ host: "127.0.0.1", port, servername: "", ca: authority, checkServerIdentity }, (response) =>
				response.on("data", String).on("end", () => resolve("yes")),
			);
			request.on("error", (error) => resolve(error.message));
		});
	} finally {
		server.close();
	}
	function checkServerIdentity(_name: string, certificate: PeerCertificate) {
		return new X509Certificate(certificate.raw).checkIP(host) ? undefined : new Error("wrong address");
	}
}

describe("certificate for the local network", () => {
	it("is trusted by whoever installed the authority", async () => {
		expect(await ask(await lanCertificate({ dataFolder, addresses: ["192.168.1.20"], now: NOW }), "192.168.1.20")).toBe(
			"yes",
		);
	});

	it.each(["203.0.113.7", "2001:db8::7", "fd00::2"])("may name this machine's own address %s", async (address) => {
		expect(await ask(await lanCertificate({ dataFolder, addresses: [address], now: NOW }), address)).toBe("yes");
	});

	it("is not believed for an address that the authority may not sign", async () => {
		const { authority } = await lanCertificate({ dataFolder, addresses: ["192.168.1.20"], now: NOW });
		const stolen = await readFile(path.join(dataFolder, "lan/authority.key"), "utf8");
		const forged = await makeLeaf({ key: stolen, cert: authority }, { addresses: ["203.0.113.7"], now: NOW });
		expect(await ask({ ...forged, authority }, "203.0.113.7")).toBe("permitted subtree violation");
	});

	it("is kept while it is good, and remade for a new address under the same authority", async () => {
		const first = await lanCertificate({ dataFolder, addresses: ["192.168.1.20"], now: NOW });
		expect(await lanCertificate({ dataFolder, addresses: ["192.168.1.20"], now: NOW })).toEqual(first);
		const moved = await lanCertificate({ dataFolder, addresses: ["10.0.0.4"], now: NOW });
		expect(moved.cert).not.toBe(first.cert);
		expect(moved.authority).toBe(first.authority);
	});

	it("is remade before it ends", async () => {
		const first = await lanCertificate({ dataFolder, addresses: [], now: NOW });
		const later = new Date(NOW.getTime() + 392 * 86_400_000);
		expect((await lanCertificate({ dataFolder, addresses: [], now: later })).cert).not.toBe(first.cert);
	});

	it.skipIf(process.platform === "win32")("keeps its keys to its owner", async () => {
		await lanCertificate({ dataFolder, addresses: [], now: NOW });
		for (const name of ["authority.key", "server.key"]) {
			expect((await stat(path.join(dataFolder, "lan", name))).mode & 0o077).toBe(0);
		}
	});
});
