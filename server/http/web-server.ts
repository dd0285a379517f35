/**
 * Node's HTTP server with the limits of a server on a public network: nobody holds a connection by sending slowly,
 * reading slowly or not at all.
 */
import { createServer as createHttpServer, type RequestListener, type Server } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { boundUnread } from "./unread-answers";

/** PEM; `cert` is the chain. */
export type KeyPair = { readonly key: string; readonly cert: string };

const SECOND = 1000;

const LIMITS = {
	headersTimeout: 15 * SECOND,
	/** Head and body; a counter waits 45 s for its batch's answer. */
	requestTimeout: 40 * SECOND,
	/** Longer than a balancer keeps its own side, so that it never writes into a connection that we just closed. */
	keepAliveTimeout: 65 * SECOND,
	connectionsCheckingInterval: 5 * SECOND,
	maxHeaderSize: 16_384,
};
/** A connection on which nothing moves, in either direction. */
const IDLE = 70 * SECOND;
const HEADERS = 100;
/** Of all connections together (spec AB-7). */
export const UNREAD = { bytes: 64 * 1024 * 1024, everyMs: SECOND };

/** HTTPS where `tls` is given. It does not listen yet. */
export function createWebServer(answer: RequestListener, tls: KeyPair | undefined): Server {
	const server = tls ? createHttpsServer({ ...LIMITS, ...tls }, answer) : createHttpServer(LIMITS, answer);
	server.maxHeadersCount = HEADERS;
	server.setTimeout(IDLE);
	boundUnread(server, UNREAD);
	return server;
}
