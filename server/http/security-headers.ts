/**
 * The headers that every answer carries, and the content security policy of each page.
 *
 * Pages are prerendered, so the inline scripts that Next writes into them are known once they are built: their hashes
 * go into the page's policy and no 'unsafe-inline' or nonce is needed. The policy holds nothing that changes between
 * two answers, so a page that the service worker kept runs as the fresh one does.
 */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { isFile } from "./front-door";

const SCRIPT = /<script\b([^>]*)>([\s\S]*?)<\/script>/gi;
const STYLE = /<style\b[^>]*>([\s\S]*?)<\/style>/gi;
const STYLE_ATTRIBUTE = /<[a-z][^>]*\sstyle="([^"]*)"/gi;
const ENTITIES: Readonly<Record<string, string>> = {
	"&quot;": '"',
	"&amp;": "&",
	"&lt;": "<",
	"&gt;": ">",
	"&#x27;": "'",
};

const hashOf = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
const decodeEntities = (text: string) =>
	text.replace(/&(?:quot|amp|lt|gt|#x27);/g, (entity) => ENTITIES[entity] ?? entity);

type Hashes = Readonly<Record<"scripts" | "styles" | "attributes", readonly string[]>>;

/** Hashes of what a page runs and draws inline. */
function inlineHashes(html: string): Hashes {
	const scripts = [...html.matchAll(SCRIPT)].filter(
		([, attributes = ""]) => !/\ssrc=|type="application\/json"/i.test(attributes),
	);
	return {
		scripts: [...new Set(scripts.map(([, , body = ""]) => hashOf(body)))],
		styles: [...new Set([...html.matchAll(STYLE)].map(([, body = ""]) => hashOf(body)))],
		attributes: [
			...new Set([...html.matchAll(STYLE_ATTRIBUTE)].map(([, value = ""]) => hashOf(decodeEntities(value)))),
		],
	};
}

function policy({ scripts, styles, attributes }: Hashes): string {
	return [
		"default-src 'none'",
		// The scanner's decoder is WebAssembly.
		["script-src 'self' 'wasm-unsafe-eval'", ...scripts].join(" "),
		"worker-src 'self'",
		["style-src 'self'", ...styles].join(" "),
		attributes.length > 0 ? ["style-src-attr 'unsafe-hashes'", ...attributes].join(" ") : "style-src-attr 'none'",
		"img-src 'self' data: blob:",
		"media-src 'self' blob:",
		"font-src 'self'",
		"connect-src 'self'",
		"manifest-src 'self'",
		"form-action 'self'",
		"base-uri 'none'",
		"frame-ancestors 'none'",
	].join("; ");
}

async function htmlFiles(folder: string): Promise<readonly string[]> {
	const names = await readdir(folder, { recursive: true }).catch(() => []);
	return names.filter((name) => name.endsWith(".html"));
}

/**
 * Reads the built pages.
 * @param buildFolder `.next`
 * @returns the policy of a path; unknown paths get the not-found page's
 */
export async function contentPolicies(buildFolder: string): Promise<(pathname: string) => string> {
	const folder = path.join(buildFolder, "server/app");
	const policies = new Map<string, string>();
	for (const file of await htmlFiles(folder)) {
		const route = file.replaceAll(path.sep, "/").replace(/\.html$/, "");
		const html = await readFile(path.join(folder, file), "utf8");
		policies.set(route === "index" ? "/" : `/${route}`, policy(inlineHashes(html)));
	}
	const other = policies.get("/_not-found") ?? policy({ scripts: [], styles: [], attributes: [] });
	return (pathname) => policies.get(pathname.replace(/(?<=.)\/+$/, "")) ?? other;
}

type Request = { readonly https: boolean; readonly pathname: string };

/**
 * [OP-3] Calls and published files say how long they may be kept, and files with a hash in their name may be kept for ever.
 * Everything else is asked for each time: Next would let a cache in between keep pages and service worker for a year.
 */
function namesItsCaching(pathname: string): boolean {
	return pathname.startsWith("/api/") || isFile(pathname);
}

/** Headers of every answer that do not depend on the page. */
export function commonHeaders({ https, pathname }: Request): readonly (readonly [name: string, value: string])[] {
	// Trust lists are public and meant for any verifier and any cache; everything else is for our own pages.
	const shared = pathname.startsWith("/trust/");
	const headers: [name: string, value: string][] = [
		["X-Content-Type-Options", "nosniff"],
		["Referrer-Policy", "no-referrer"],
		["Permissions-Policy", "camera=(self), screen-wake-lock=(self), geolocation=(), microphone=(), payment=(), usb=()"],
		["Cross-Origin-Opener-Policy", "same-origin"],
		["Cross-Origin-Resource-Policy", shared ? "cross-origin" : "same-origin"],
		["X-Frame-Options", "DENY"],
	];
	if (https) headers.push(["Strict-Transport-Security", "max-age=31536000"]);
	if (!namesItsCaching(pathname)) headers.push(["Cache-Control", "no-cache"]);
	return headers;
}
