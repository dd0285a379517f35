import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createLocalJWKSet, jwtVerify } from "jose";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { DEVICE_PROOF_TYP, SERVER_TIME_HEADER } from "@/lib/protocol/device-proof";
import { base64url } from "@/lib/shared/bytes";
import { DAY } from "@/lib/shared/numeric-date";
import { DEVICE } from "@/tests/support/authority";
import { importPrivateKey } from "@/tests/support/deterministic-key";
import { callPortal, type PortalPorts, probePortal, readAnswer } from "./portal-client";
import type { HealthState } from "./portal-health";

type Handler = (request: IncomingMessage, response: ServerResponse, body: Buffer) => void;

let server: Server;
let handler: Handler;
let calls: { authorization: string; body: Buffer; path: string }[];
let ports: PortalPorts;
let offset: number | undefined;
let health: HealthState | undefined;

const deviceNow = () => Math.floor(Date.now() / 1000);

beforeEach(async () => {
	calls = [];
	offset = undefined;
	health = undefined;
	server = createServer(async (request, response) => {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const body = Buffer.concat(chunks);
		calls.push({ authorization: request.headers.authorization ?? "", body, path: request.url ?? "" });
		handler(request, response, body);
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const { port } = server.address() as AddressInfo;
	ports = {
		origin: `http://127.0.0.1:${port}`,
		fetch: (url, init) => fetch(url, init),
		clock: {
			read: async () => ({ now: deviceNow(), offset }),
			learn: async (serverTime) => {
				offset = serverTime - deviceNow();
			},
		},
		noteHealth: async (state) => {
			health = state;
		},
	};
});
afterEach(() => {
	server.closeAllConnections();
	server.close();
});

const answers =
	(status: number, body: unknown, headers: Record<string, string> = {}): Handler =>
	(_request, response) => {
		response.writeHead(status, { "content-type": "application/json", ...headers });
		response.end(typeof body === "string" ? body : JSON.stringify(body));
	};
const refusal = (code: string) => ({ error: { code, message: "" } });
const answer = z.strictObject({ done: z.boolean() });

async function call(timeout?: number, enrolled = false) {
	const device = { privateKey: await importPrivateKey(DEVICE), thumbprint: DEVICE.thumbprint };
	return callPortal({ path: "/api/records", body: { a: 1 }, answer, device, enrolled, timeout }, ports);
}
const failure = async (result: ReturnType<typeof call>) => {
	const got = await result;
	if (got.ok) throw new Error("expected a failure");
	return got.error;
};

describe("calling the portal", () => {
	it("a good answer is parsed, and the request carries a proof of this device for exactly this body", async () => {
		handler = answers(200, { done: true });
		expect(await call()).toEqual({ ok: true, value: { done: true } });
		const [sent] = calls;
		const jwt = sent?.authorization.replace(/^Device /, "") ?? "";
		const keys = createLocalJWKSet({ keys: [{ ...DEVICE.jwk, kid: DEVICE.thumbprint }] });
		const { payload } = await jwtVerify(jwt, keys, {
			typ: DEVICE_PROOF_TYP,
			audience: `${ports.origin}/api/records`,
			algorithms: ["ES256"],
			maxTokenAge: 60,
		});
		const digest = await crypto.subtle.digest("SHA-256", new Uint8Array(sent?.body ?? []));
		expect(payload).toMatchObject({ htm: "POST", bh: base64url(new Uint8Array(digest)) });
		expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(60);
	});

	it("refused is an answer: not retryable, with the server's code", async () => {
		handler = answers(409, refusal("enrolment_code_used"));
		expect(await failure(call())).toMatchObject({ kind: "refused", code: "enrolment_code_used", retryable: false });
		expect(health).toBe("answers");
	});

	it("a pulled cable is unreachable, retryable, and the portal counts as away", async () => {
		handler = (_request, response) => response.destroy();
		expect(await failure(call())).toMatchObject({ kind: "unreachable", retryable: true });
		expect(health).toBe("away");
	});

	it("silence is unreachable after the time-out", async () => {
		handler = () => undefined;
		expect(await failure(call(0.1))).toMatchObject({ kind: "unreachable", retryable: true });
	});

	it("a hotel's login page is not an answer of the portal, whatever its status", async () => {
		for (const status of [200, 403, 404, 500]) {
			handler = answers(status, "<html>Welcome</html>");
			expect(await failure(call())).toMatchObject({ kind: "unreachable", retryable: true });
		}
		handler = answers(200, { something: "else" });
		expect(await failure(call())).toMatchObject({ kind: "unreachable", code: "answer_unreadable" });
	});

	it("[OB-5] tells the time by the portal's own answers only", async () => {
		const past = { date: "Thu, 01 Jan 2015 00:00:00 GMT" };
		for (const status of [200, 403, 503]) {
			handler = answers(status, "<html>Welcome</html>", past);
			await call();
			expect(offset).toBeUndefined();
		}
		handler = answers(403, refusal("device_denied"), past);
		await call();
		expect(offset).toBeLessThan(-DAY);
	});

	it("counts a named moment by the clock of whoever named it", async () => {
		const busy = { date: "Thu, 01 Jan 2015 00:00:00 GMT", "retry-after": "Thu, 01 Jan 2015 00:00:40 GMT" };
		handler = answers(503, refusal("overloaded"), busy);
		expect(await failure(call())).toMatchObject({ kind: "busy", retryAfter: 40 });
	});

	it("an answer without a body is one where none is announced", () => {
		const read = readAnswer(new Response(null, { status: 204 }), "", { schema: z.undefined(), now: 0 });
		expect(read).toEqual({ ok: true, value: undefined });
	});

	it("a saturated portal says when; without a word it is given some seconds", async () => {
		handler = answers(429, refusal("too_many_requests"), { "retry-after": "40" });
		expect(await failure(call())).toMatchObject({ kind: "busy", retryable: true, retryAfter: 40 });
		handler = answers(503, "upstream");
		expect(await failure(call())).toMatchObject({ kind: "busy", retryAfter: 15 });
		const soon = new Date((deviceNow() + 90) * 1000).toUTCString();
		handler = answers(503, refusal("shedding"), { "retry-after": soon });
		const { retryAfter = 0 } = await failure(call());
		expect(retryAfter).toBeGreaterThan(80);
		expect(health).toBe("busy");
	});

	it("a failure inside the portal is retryable", async () => {
		handler = answers(500, refusal("internal"));
		expect(await failure(call())).toMatchObject({ kind: "broken", retryable: true });
	});

	it("a wrong device clock costs one more request, not the queue", async () => {
		const serverTime = deviceNow() + 7200;
		handler = (request, response, body) => {
			const jwt = request.headers.authorization?.split(".")[1] ?? "";
			const { iat } = JSON.parse(Buffer.from(jwt, "base64url").toString());
			const late = Math.abs(iat - serverTime) > 60;
			const reply = late ? answers(401, refusal("proof_time")) : answers(200, { done: true });
			response.setHeader(SERVER_TIME_HEADER, String(serverTime));
			reply(request, response, body);
		};
		expect(await call()).toEqual({ ok: true, value: { done: true } });
		expect(calls).toHaveLength(2);
		expect(offset).toBeGreaterThan(7100);
		// The offset is remembered: the next call is right at once.
		expect((await call()).ok).toBe(true);
		expect(calls).toHaveLength(3);
	});

	it("only an enrolled device is refused as a device: elsewhere 401 and 403 are answers like others", async () => {
		handler = answers(403, refusal("device_denied"));
		await call();
		expect(health).toBe("answers");
		await call(undefined, true);
		expect(health).toBe("refuses");
	});

	it("the probe needs no device", async () => {
		handler = answers(200, { database: true });
		expect((await probePortal(ports)).ok).toBe(true);
		expect(calls[0]).toMatchObject({ authorization: "", path: "/api/health" });
		handler = answers(200, { database: false });
		expect((await probePortal(ports)).ok).toBe(false);
		expect(health).toBe("away");
		handler = answers(503, refusal("shedding"));
		expect((await probePortal(ports)).ok).toBe(false);
		expect(health).toBe("busy");
	});
});
