/** Serves a bench's page on 127.0.0.1, a secure context, with the world's files where a portal publishes its own. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { build } from "esbuild";
import { statusFile, TRUST_FILES } from "@/lib/trust/trust-file";
import type { BenchWorld } from "./world";

const HEADERS = {
	// As the app's own: what a page may not compile must not be faster here.
	"content-security-policy":
		"default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; media-src blob:",
	// Isolated pages are given a clock of 5 µs instead of 100.
	"cross-origin-opener-policy": "same-origin",
	"cross-origin-embedder-policy": "require-corp",
};

const HTML = `<!doctype html><html lang="en"><meta charset="utf-8"><title>bench</title><script src="/page.js"></script></html>`;

export type Resource = { readonly type: string; readonly body: string | Uint8Array };

export type PageServer = { readonly origin: string; close(): Promise<void> };

/** `script`: what runs in the page, by its place in the project; `beside`: further files, by their addresses. */
export async function servePage(
	world: BenchWorld,
	{ script, beside = [] }: { script: string; beside?: readonly (readonly [string, Resource])[] },
): Promise<PageServer> {
	const resources = new Map<string, Resource>([
		["/", { type: "text/html", body: HTML }],
		["/page.js", { type: "text/javascript", body: await buildScript(script) }],
		["/world.json", { type: "application/json", body: JSON.stringify(world) }],
		...publishedFiles(world),
		...beside,
	]);
	const server = createServer((request, response) => {
		const resource = resources.get(request.url ?? "");
		if (!resource) return response.writeHead(404, HEADERS).end();
		response.writeHead(200, { ...HEADERS, "content-type": resource.type }).end(resource.body);
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const { port } = server.address() as AddressInfo;
	return { origin: `http://127.0.0.1:${port}`, close: () => closeServer(server) };
}

function publishedFiles({ bundle }: BenchWorld): [string, Resource][] {
	const deny = typeof bundle.deny === "string" ? Buffer.from(bundle.deny, "base64") : bundle.deny;
	const jwt = (name: string, body: string): [string, Resource] => [`/trust/${name}`, { type: "application/jwt", body }];
	return [
		jwt(TRUST_FILES.keyset, bundle.keyset ?? ""),
		jwt(TRUST_FILES.list, bundle.list ?? ""),
		...Object.entries(bundle.status ?? {}).map(([id, body]) => jwt(statusFile(id), body)),
		[`/trust/${TRUST_FILES.delegations}`, { type: "application/json", body: JSON.stringify(bundle.delegations) }],
		[`/trust/${TRUST_FILES.deny}`, { type: "application/octet-stream", body: deny ?? "" }],
	];
}

/** One file for a page or a worker, of a module of the project. */
export async function buildScript(entry: string): Promise<Uint8Array> {
	const { outputFiles } = await build({
		absWorkingDir: new URL("..", import.meta.url).pathname,
		entryPoints: [entry],
		bundle: true,
		minify: true,
		write: false,
		format: "iife",
		platform: "browser",
		target: "es2022",
		legalComments: "none",
		logLevel: "warning",
	});
	const [script] = outputFiles;
	if (!script) throw new Error("esbuild made no script");
	return script.contents;
}

async function closeServer(server: Server): Promise<void> {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
}
