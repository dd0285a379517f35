import "fake-indexeddb/auto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { SERVER_TIME_HEADER } from "@/lib/protocol/device-proof";
import { DEVICE } from "@/tests/support/authority";
import { importPrivateKey } from "@/tests/support/deterministic-key";
import { database } from "../store/database";
import { deviceNow, readClock } from "../trust/clock";
import { callFromDevice, probeFromDevice } from "./call-from-device";
import { readPortalHealth } from "./portal-health";

let server: Server;
let headers: Record<string, string>;
let proofs: (string | undefined)[];

beforeEach(async () => {
	await Promise.all([database().facts.clear(), database().device.clear()]);
	headers = {};
	proofs = [];
	server = createServer((request, response) => {
		proofs.push(request.headers.authorization);
		response.writeHead(200, { "content-type": "application/json", ...headers });
		response.end(JSON.stringify({ database: true }));
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const { port } = server.address() as AddressInfo;
	Object.assign(globalThis, { location: { origin: `http://127.0.0.1:${port}` } });
});
afterEach(() => {
	server.closeAllConnections();
	server.close();
});

const answer = z.object({ database: z.boolean() });
const keys = async () => ({ privateKey: await importPrivateKey(DEVICE), thumbprint: DEVICE.thumbprint });

describe("calling the portal from this device", () => {
	it("asks nobody before the device is enrolled", async () => {
		const answered = await callFromDevice("/api/records", {}, { answer });
		expect(answered).toMatchObject({ ok: false, error: { code: "not_enrolled", retryable: false } });
		expect(proofs).toEqual([]);
	});

	it("signs with the keys that it is given, and with none where nobody signs", async () => {
		expect(await callFromDevice("/api/records", {}, { answer, device: await keys() })).toMatchObject({ ok: true });
		expect(await callFromDevice("/api/passes/open", {}, { answer, device: null })).toMatchObject({ ok: true });
		expect(proofs).toEqual([expect.stringMatching(/^Device /), undefined]);
	});

	it("[TL-4] learns from every answer that the device's clock is behind the portal's", async () => {
		headers[SERVER_TIME_HEADER] = String(deviceNow() + 3600);
		await probeFromDevice();
		expect((await readClock()).offset).toBeGreaterThan(3500);
	});

	it("remembers how the portal is", async () => {
		expect(await readPortalHealth()).toEqual({ state: "unknown" });
		await probeFromDevice();
		expect((await readPortalHealth()).state).toBe("answers");
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
		await probeFromDevice();
		expect((await readPortalHealth()).state).toBe("away");
	});
});
