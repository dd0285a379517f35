/** Requests to the portal, over connections that stay open. */
import { createHash, randomUUID } from "node:crypto";
import { Agent, request } from "node:http";
import { SignJWT } from "jose";
import type { DeviceKey } from "@/tests/support/test-device";

/** Nobody waits for a connection that somebody else has: in the country each has its own. */
const people = new Agent({ keepAlive: true, maxSockets: 512 });
/** More than the portal lets inside. */
export const counters = new Agent({ keepAlive: true, maxSockets: 4_096 });

export type Answer = {
	readonly status: number;
	/** Seconds. */
	readonly retryAfter: number | undefined;
	/** What it sets. */
	readonly cookie: string | undefined;
	readonly text: string;
};
type Headers = Readonly<Record<string, string | number>>;

export function post(url: string, body: string, headers: Headers = {}, agent = people): Promise<Answer> {
	const content = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
	return ask("POST", url, { body, headers: { ...content, ...headers }, agent });
}

export function ask(
	method: "GET" | "POST",
	url: string,
	{ body, headers, agent = people }: { readonly body?: string; readonly headers: Headers; readonly agent?: Agent },
): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const sent = request(url, { method, agent, headers });
		sent.once("error", reject);
		sent.once("response", (response) => {
			const parts: Buffer[] = [];
			response.on("data", (part: Buffer) => parts.push(part));
			response.once("error", reject);
			response.once("end", () => {
				const after = response.headers["retry-after"];
				const retryAfter = after === undefined ? undefined : Number(after);
				const cookie = response.headers["set-cookie"]?.[0];
				resolve({ status: response.statusCode ?? 0, retryAfter, cookie, text: Buffer.concat(parts).toString("utf8") });
			});
		});
		sent.end(body);
	});
}

export async function postAs(
	key: DeviceKey,
	origin: string,
	[path, content]: readonly [string, unknown],
	agent = people,
): Promise<Answer> {
	const body = JSON.stringify(content);
	const now = Math.floor(Date.now() / 1_000);
	const bh = createHash("sha256").update(body).digest("base64url");
	const proof = await new SignJWT({ aud: origin + path, htm: "POST", bh, jti: randomUUID(), iat: now, exp: now + 60 })
		.setProtectedHeader({ alg: "ES256", typ: "device-proof+jwt", kid: key.thumbprint })
		.sign(key.privateKey);
	return post(origin + path, body, { authorization: `Device ${proof}` }, agent);
}
