/**
 * The portal's web server: Next's own request handler behind the security headers.
 *
 * Expects a build, an up-to-date database (DATABASE_URL) and keys in the data folder: start.mjs sees to them.
 * Promises that requests under way are finished when it is asked to stop (SIGTERM, SIGINT), for at most ten seconds.
 * Background jobs are started by instrumentation.ts, inside Next, and stop with it.
 */
import { createServer as createHttpServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { pathToFileURL } from "node:url";
import { BUILD_FOLDER } from "./lib/build.mjs";
import { ROOT, say } from "./lib/project.mjs";
import { commonHeaders, contentPolicies } from "./lib/security-headers.mjs";
import { stopOnSignal } from "./lib/stop-signals.mjs";

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
	const { default: next } = await import("next");
	const app = next({ dev, dir: ROOT, hostname: host, port });
	await app.prepare();
	const policyOf = dev ? undefined : await contentPolicies(BUILD_FOLDER);
	const handle = app.getRequestHandler();
	// Under a certificate of our own making a browser would remember "HTTPS only" for localhost, all its ports included.
	const isPublicHttps = tls === undefined && isBehindTls();

	const answer = (request, response) => {
		const pathname = pathOf(request.url);
		for (const [name, value] of commonHeaders({ https: isPublicHttps, pathname })) {
			response.setHeader(name, value);
		}
		if (policyOf) response.setHeader("Content-Security-Policy", policyOf(pathname));
		handle(request, response).catch((error) => {
			console.error(error);
			if (!response.headersSent) response.writeHead(500);
			response.end();
		});
	};
	const server = tls ? createHttpsServer(tls, answer) : createHttpServer(answer);
	server.on("upgrade", app.getUpgradeHandler());
	try {
		await listen(server, { port, host });
	} catch (error) {
		await stopInside(app);
		throw error;
	}
	return { port: server.address().port, close: () => close(server, app) };
}

function pathOf(url) {
	const end = url.search(/[?#]/);
	return end < 0 ? url : url.slice(0, end);
}

/** A balancer in front speaks TLS when the portal's public address does. */
function isBehindTls() {
	return process.env["RELAIS_ORIGIN"]?.startsWith("https:") ?? false;
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

async function close(server, app) {
	const done = new Promise((resolve) => server.close(resolve));
	server.closeIdleConnections();
	const timer = setTimeout(() => server.closeAllConnections(), GRACE * 1000);
	await done;
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
