/**
 * The portal's web server: Next's own request handler behind the front door and the security headers.
 *
 * Expects a build, an up-to-date database (DATABASE_URL) and keys in the data folder: start.mjs sees to them.
 * Promises that requests under way are finished when it is asked to stop (SIGTERM, SIGINT), for at most ten seconds.
 * Background jobs are started by instrumentation.ts, inside Next, and stop with it.
 */
import { pathToFileURL } from "node:url";
import { BUILD_FOLDER } from "./lib/build.mjs";
import { frontDoor, isHttps, pathOf, proxiesInFront } from "./lib/front-door.mjs";
import { ROOT, say } from "./lib/project.mjs";
import { commonHeaders, contentPolicies } from "./lib/security-headers.mjs";
import { stopOnSignal } from "./lib/stop-signals.mjs";
import { createWebServer } from "./lib/web-server.mjs";

/** Seconds that requests under way may take once the server is asked to stop. */
const GRACE = 10;
/** Jobs started inside Next put their `stop` here: the bundle and this file share no module. */
const STOPPERS = Symbol.for("relais.stoppers");

/**
 * @typedef {object} Serving
 * @property {number} port
 * @property {() => Promise<void>} close
 */

/**
 * @param {{ port: number, host: string, dev?: boolean, tls?: { key: string, cert: string } | undefined }} options
 * @returns {Promise<Serving>}
 */
export async function serve({ port, host, dev = false, tls }) {
	process.env["NEXT_TELEMETRY_DISABLED"] ??= "1";
	process.env["NODE_ENV"] ??= dev ? "development" : "production";
	const proxies = proxiesInFront({ env: process.env, tls: tls !== undefined });
	const { default: next } = await import("next");
	const app = next({ dev, dir: ROOT, hostname: host, port });
	await app.prepare();
	const policyOf = dev ? undefined : await contentPolicies(BUILD_FOLDER);
	const handle = app.getRequestHandler();
	// Under a certificate of our own making a browser would remember "HTTPS only" for localhost, all its ports included.
	const isPublicHttps = tls === undefined && isHttps(process.env["RELAIS_ORIGIN"]);

	const answer = (request, response) => {
		// The development server has calls of its own, for its pages.
		const turnedAway = dev ? undefined : frontDoor(request, { proxies });
		const pathname = pathOf(request.url);
		for (const [name, value] of commonHeaders({ https: isPublicHttps, pathname })) response.setHeader(name, value);
		if (policyOf) response.setHeader("Content-Security-Policy", policyOf(pathname));
		if (turnedAway) turnAway(response, turnedAway);
		else handle(request, response).catch((error) => fail(response, error));
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
	return { port: server.address().port, close: () => close({ server, app, upgraded }) };
}

/** Sockets that are HTTP no more (development's live reload): the server forgets them, and would wait for them. */
function passUpgrades(server, handle) {
	const sockets = new Set();
	server.on("upgrade", (request, socket, head) => {
		sockets.add(socket);
		socket.once("close", () => sockets.delete(socket));
		handle(request, socket, head);
	});
	return sockets;
}

function turnAway(response, { status, text, type = "text/plain", allow }) {
	if (allow) response.setHeader("Allow", allow);
	response.writeHead(status, { "Content-Type": type, "Cache-Control": "no-store", Connection: "close" });
	response.end(text);
}

/** Without the fault's message: it may quote the request. */
function fail(response, error) {
	const frames = String(error?.stack ?? "")
		.split("\n")
		.filter((line) => /^\s+at /.test(line));
	console.error(`relais: answering a request failed: ${error?.name}\n${frames.join("\n")}`);
	if (!response.headersSent) response.writeHead(500);
	response.end();
}

function listen(server, { port, host }) {
	return new Promise((resolve, reject) => {
		server.once("error", reject);
		server.listen(port, host, () => {
			server.off("error", reject);
			resolve(undefined);
		});
	});
}

async function close({ server, app, upgraded }) {
	const done = new Promise((resolve) => server.close(resolve));
	for (const socket of upgraded) socket.destroy();
	// A kept connection is idle as soon as its last answer is out.
	const sweep = setInterval(() => server.closeIdleConnections(), 100);
	const timer = setTimeout(() => server.closeAllConnections(), GRACE * 1000);
	await done;
	clearInterval(sweep);
	clearTimeout(timer);
	await stopInside(app);
}

/** Next and the jobs that run inside it. */
async function stopInside(app) {
	for (const stop of globalThis[STOPPERS] ?? []) await stop();
	await app.close();
}

async function main() {
	const port = Number(process.env["PORT"] || 3000);
	const serving = await serve({ port, host: process.env["HOST"] || "127.0.0.1" });
	stopOnSignal(serving.close);
	say(`serving on port ${serving.port}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await main();
