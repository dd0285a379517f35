import { once } from "node:events";
import { connect } from "node:net";
import { expect, test as it } from "@playwright/test";
import { openDevice, type TestDevice } from "../support/browser";
import { openPortal, type TestPortal } from "../support/portal";

const PAGES = ["/", "/enrol", "/counter", "/counter/training", "/scan", "/pass", "/console"];

let portal: TestPortal;
let device: TestDevice;

it.beforeAll(async () => {
	it.setTimeout(300_000);
	portal = await openPortal({ env: { LOG_LEVEL: "trace" } });
	device = await openDevice({ origin: portal.origin });
});
it.afterAll(async () => {
	await device?.close();
	await portal?.close();
});

it("every page hydrates under a policy without inline scripts", async () => {
	for (const path of [...PAGES, "/no-such-page"]) {
		const page = await device.open(path);
		const answer = await page.request.get(new URL(path, portal.origin).href);
		const policy = answer.headers()["content-security-policy"] ?? "";
		expect(policy).toMatch(/script-src 'self' 'wasm-unsafe-eval' 'sha256-/);
		expect(policy).not.toContain("'unsafe-inline'");
		expect(policy).toContain("frame-ancestors 'none'");
		// React marks the nodes that it has taken over.
		await page.waitForFunction(() => Object.keys(document.body).some((key) => key.startsWith("__react")));
		await page.close();
	}
	expect(device.faults).toEqual([]);
});

it("a script that was not built in does not run", async () => {
	const page = await device.open("/");
	const ran = await page.evaluate(() => {
		const script = document.createElement("script");
		script.textContent = "globalThis.injected = true";
		document.body.append(script);
		return "injected" in globalThis;
	});
	expect(ran).toBe(false);
	await page.close();
});

it("every answer carries the headers", async ({ request }) => {
	for (const path of ["/", "/api/no-such-call", "/manifest.webmanifest", "/trust/keyset.jwt"]) {
		const headers = (await request.get(`${portal.origin}${path}`)).headers();
		expect(headers["x-content-type-options"], path).toBe("nosniff");
		expect(headers["referrer-policy"], path).toBe("no-referrer");
		expect(headers["permissions-policy"], path).toContain("camera=(self)");
		expect(headers["x-powered-by"], path).toBeUndefined();
	}
});

it("[OP-3] pages and service worker are asked for each time, hashed files never, and calls are kept nowhere", async ({
	request,
}) => {
	const keeping = async (path: string) => (await request.get(`${portal.origin}${path}`)).headers()["cache-control"];
	for (const path of ["/", "/counter", "/scan", "/pass", "/serwist/sw.js", "/icon.svg"]) {
		expect(await keeping(path), path).toBe("no-cache");
	}
	const [hashed = ""] = /\/_next\/static\/[^"]+\.js/.exec(await (await request.get(`${portal.origin}/`)).text()) ?? [];
	expect(await keeping(hashed)).toBe("public, max-age=31536000, immutable");
	expect(await keeping("/nothing")).toContain("no-store");
	expect(await keeping("/trust/keyset.jwt")).toMatch(/^public, max-age=\d+/);
	expect(await keeping("/api/health")).toBe("no-store");
});

it("nothing that a request says of a person ends in the log", async ({ request }) => {
	const name = "ZZINVENTED";
	const headers = { "next-action": name, cookie: `relais-console=${name}`, "user-agent": name, "x-request-id": name };
	const record = { key: name, identity: { family: name }, holderToken: name, stripNumber: name };
	for (const path of [`/${name}`, `/pass?name=${name}`, `/api/${name}`, `/api/passes/open?${name}`, `/trust/${name}`]) {
		await request.get(portal.origin + path, { headers });
		await request.post(portal.origin + path, {
			headers,
			data: { token: name, birth: name, stripNumber: name, records: [record] },
		});
		await request.post(portal.origin + path, { headers, multipart: { name } });
		await request.fetch(portal.origin + path, { method: "PROPFIND", headers: { authorization: `Device ${name}` } });
	}
	for (const target of [`http://[${name}/`, `/%${name}`, "*"]) await sendRaw(`GET ${target} HTTP/1.1\r\nHost: ${name}`);
	expect(await portal.log()).toContain('"path":"/api/passes/open"');
	expect(await portal.log()).not.toContain(name);
});

/** Sends a request as it stands and waits for the end of the answer. */
async function sendRaw(head: string): Promise<void> {
	const socket = connect(Number(new URL(portal.origin).port), "127.0.0.1");
	socket.end(`${head}\r\nConnection: close\r\n\r\n`).resume();
	await once(socket, "close");
}

it("pages that the service worker kept run under their policy while the portal is dead", async () => {
	const first = await device.open("/");
	await first.waitForFunction(() => navigator.serviceWorker.ready.then(({ active }) => active?.state === "activated"));
	await portal.kill();
	await device.restart();
	const before = device.faults.length;
	for (const path of ["/", "/enrol", "/counter", "/scan", "/pass"]) {
		const page = await device.open(path);
		await page.waitForFunction(() => Object.keys(document.body).some((key) => key.startsWith("__react")));
		await page.close();
	}
	expect(device.faults.slice(before)).toEqual([]);
	await portal.start();
});
