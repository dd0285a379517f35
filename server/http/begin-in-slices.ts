/**
 * When the answer to a request begins (spec AB-7): in a slice of each turn of the event loop. A call that asks the database waits
 * for as many turns as it asks times, and each of them then holds a few beginnings of other calls, however many somebody makes at
 * once. One beginning a turn would be too few: while batches are worked (lib/server/slices.ts) a turn takes some milliseconds, and
 * more calls come than there are turns.
 */
import type { IncomingMessage } from "node:http";
import { rankOf } from "../../lib/protocol/route-row";
import { ROUTES } from "../../lib/protocol/routes";
import { isFile, pathOf } from "./front-door";

const SLICE_MS = 1;

const ROWS = new Map(Object.values(ROUTES).map((row) => [`${row.method} ${row.path}`, row]));

/** Files, bulk, and calls whose body is still on its way stand in a line of their own: no other call waits behind them. */
export function beginsInOrder(): (request: IncomingMessage, begin: () => void) => void {
	const [calls, others] = [inSlices(), inSlices()];
	return (request, begin) => {
		const pathname = pathOf(request.url ?? "");
		if (isFile(pathname) || isBulk(request, pathname)) return others(begin);
		// A body that came together with its head is read later in this turn, before the call's own.
		calls(() => (request.complete ? begin() : others(begin)));
	};
}

function isBulk({ method, headers }: IncomingMessage, pathname: string): boolean {
	const row = ROWS.get(`${method} ${pathname}`);
	return row !== undefined && rankOf(row, Number(headers["content-length"] ?? Number.NaN)).priority === "bulk";
}

/** What is asked for first begins first; one begins in each turn, and others until its slice is over. */
export function inSlices(): (begin: () => void) => void {
	const waiting: (() => void)[] = [];
	let until: number | undefined;
	function startSlice(): void {
		until = performance.now() + SLICE_MS;
		// It runs before what is put off to the next turn.
		setImmediate(() => {
			until = undefined;
		});
	}
	// Each has an immediate of its own, so that what a beginning leaves to promises is over before the next one, and counts.
	function beginNext(): void {
		if (until === undefined) startSlice();
		else if (performance.now() >= until) return void setImmediate(beginNext);
		waiting.shift()?.();
	}
	return (begin) => {
		waiting.push(begin);
		setImmediate(beginNext);
	};
}
