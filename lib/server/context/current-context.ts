/**
 * The one server of this process. Held on `globalThis`: the bundler may load this module several times, and each copy
 * must find the same database pool and the same publisher.
 */
import "server-only";
import { readSettings } from "../settings/settings";
import { openServer, type Server } from "./open-context";
import type { ServerContext } from "./server-context";

const SLOT = Symbol.for("relais.server");
/** Whoever stops the process calls these first (server/serve.ts). */
const STOPPERS = Symbol.for("relais.stoppers");

type Globals = { [SLOT]?: Promise<Server>; [STOPPERS]?: (() => Promise<void>)[] };
const globals = globalThis as Globals;

/** Opens the server at the first call; a failed opening is tried again by the next. */
export function currentServer(): Promise<Server> {
	globals[SLOT] ??= open();
	return globals[SLOT];
}

export async function currentContext(): Promise<ServerContext> {
	return (await currentServer()).context;
}

/** For tests that bring their own. */
export function installServer(server: Server | undefined): void {
	if (server === undefined) delete globals[SLOT];
	else globals[SLOT] = Promise.resolve(server);
}

async function open(): Promise<Server> {
	try {
		const server = await openServer(readSettings(process.env));
		globals[STOPPERS] ??= [];
		globals[STOPPERS].push(server.stop);
		return server;
	} catch (fault) {
		delete globals[SLOT];
		throw fault;
	}
}
