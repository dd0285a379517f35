/**
 * The portal's web server: Next's own request handler behind the front door and the security headers.
 *
 * Expects a build, an up-to-date database (DATABASE_URL) and keys in the data folder: start-portal.ts sees to them.
 * Promises that requests under way are finished when it is asked to stop (SIGTERM, SIGINT), for at most ten seconds, after
 * those of RELAIS_DRAIN_SECONDS in which it only says that it is about to stop; what takes longer is told to come back.
 * Background jobs are started by instrumentation.ts, inside Next, and stop with it.
 */
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { pathToFileURL } from "node:url";
import { readEnvironment, UnusableSettings } from "../lib/server/settings/environment";
import { ROOT, say } from "../scripts/bootstrap/project.mjs";
import { BUILD_FOLDER } from "./build/build";
import { beginsInOrder } from "./http/begin-in-slices";
import { closeServer, type Unanswered, unanswered } from "./http/close-server";
import { openDrain } from "./http/drain";
import { frontDoor, isHttps, pathOf, proxiesInFront, turnAway } from "./http/front-door";
import { commonHeaders, contentPolicies } from "./http/security-headers";
import { createWebServer, type KeyPair } from "./http/web-server";
import type { Address } from "./port";
import { stopOnSignal } from "./stop-signals";

/** Seconds that requests under way may take once the server is asked to stop. */
const GRACE = 10;
/** Jobs started inside Next put their `stop` here: the bundle and this file share no module. */
const STOPPERS = Symbol.for("relais.stoppers");
const globals = globalThis as { [STOPPERS]?: readonly (() => Promise<void>)[] };

export type Serving = { readonly port: number; close(): Promise<void> };

export type ServeOptions = Address & { readonly dev?: boolean; readonly tls?: KeyPair | undefined };

type NextApp = Awaited<ReturnType<typeof prepareNext>>;
type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void>;
/** What runs, and has to be stopped. */
type Running = {
	readonly server: Server;
	readonly app: NextApp;
	readonly upgraded: Iterable<Duplex>;
	readonly requests: Unanswered;
};

export async function serve({ port, host, dev = false, tls }: ServeOptions): Promise<Serving> {
	process.env["NEXT_TELEMETRY_DISABLED"] ??= "1";
	// Next's types take NODE_ENV for a constant; here it is what we set.
	(process.env as Record<string, string>)["NODE_ENV"] ??= dev ? "development" : "production";
	const proxies = proxiesInFront({ env: process.env, tls: tls !== undefined });
	const app = await prepareNext({ port, host, dev });
	const policyOf = dev ? undefined : await contentPolicies(BUILD_FOLDER);
	const handle = app.getRequestHandler();
	const drain = openDrain();
	const requests = unanswered();
	const inOrder = beginsInOrder();
	// Under a certificate of our own making a browser would remember "HTTPS only" for localhost, all its ports included.
	const isPublicHttps = tls === undefined && isHttps(process.env["RELAIS_ORIGIN"]);

	const answer = (request: IncomingMessage, response: ServerResponse) => {
		requests.note(response);
		// The development server has calls of its own, for its pages.
		const atTheDoor = dev ? undefined : frontDoor(request, { proxies });
		const pathname = pathOf(request.url ?? "");
		const turnedAway = atTheDoor ?? drain.turnAway(pathname);
		if (drain.begun) response.setHeader("Connection", "close");
		for (const [name, value] of commonHeaders({ https: isPublicHttps, pathname })) response.setHeader(name, value);
		if (policyOf) response.setHeader("Content-Security-Policy", policyOf(pathname));
		const byNext = () => void handle(request, response).catch((error: unknown) => fail(response, error));
		if (turnedAway) turnAway(response, turnedAway);
		else inOrder(request, byNext);
	};
	const server = createWebServer(answer, tls);
	// Only the development server has sockets; elsewhere Node answers an upgrade like any request.
	const upgraded = dev ? passUpgrades(server, app.getUpgradeHandler()) : [];
	try {
		await listen(server, { port, host });
	} catch (error) {
		await stopInside(app);
		throw error;
	}
	const stop = async () => {
		await drain.begin(readEnvironment(process.env).RELAIS_DRAIN_SECONDS);
		await close({ server, app, upgraded, requests });
	};
	return { port: portOf(server), close: stop };
}

async function prepareNext({ port, host, dev }: Address & { readonly dev: boolean }) {
	const { default: next } = await import("next");
	const app = next({ dev, dir: ROOT, hostname: host, port });
	await app.prepare();
	return app;
}

function portOf(server: Server): number {
	const address = server.address();
	if (address === null || typeof address === "string") throw new Error("the web server listens on no port");
	return address.port;
}

/** Sockets that are HTTP no more (development's live reload): the server forgets them, and would wait for them. */
function passUpgrades(server: Server, handle: Upgrade): ReadonlySet<Duplex> {
	const sockets = new Set<Duplex>();
	server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
		sockets.add(socket);
		socket.once("close", () => sockets.delete(socket));
		void handle(request, socket, head);
	});
	return sockets;
}

/** Without the fault's message: it may quote the request. */
function fail(response: ServerResponse, error: unknown): void {
	const { name, stack = "" } = error instanceof Error ? error : { name: typeof error };
	const frames = stack.split("\n").filter((line) => /^\s+at /.test(line));
	console.error(`relais: answering a request failed: ${name}\n${frames.join("\n")}`);
	if (!response.headersSent) response.writeHead(500);
	response.end();
}

function listen(server: Server, { port, host }: Address): Promise<void> {
	return new Promise((resolve, reject) => {
		server.once("error", reject);
		server.listen(port, host, () => {
			server.off("error", reject);
			resolve();
		});
	});
}

async function close({ server, app, upgraded, requests }: Running): Promise<void> {
	for (const socket of upgraded) socket.destroy();
	await closeServer(server, { grace: GRACE * 1_000, requests });
	await stopInside(app);
}

/** Next and the jobs that run inside it. */
async function stopInside(app: NextApp): Promise<void> {
	for (const stop of globals[STOPPERS] ?? []) await stop();
	await app.close();
}

async function main(): Promise<void> {
	const { PORT: port = 3000, HOST: host = "127.0.0.1", DATABASE_URL: database } = readEnvironment(process.env);
	if (database === undefined) throw new UnusableSettings(["DATABASE_URL"]);
	const serving = await serve({ port, host });
	stopOnSignal(serving.close);
	say(`serving on port ${serving.port}`);
}

async function mainOrSay(): Promise<void> {
	try {
		await main();
	} catch (error) {
		if (!(error instanceof UnusableSettings)) throw error;
		console.error(`relais: ${error.message}`);
		process.exitCode = 1;
	}
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await mainOrSay();
