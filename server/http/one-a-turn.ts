/**
 * When the answer to a request begins (spec AB-7): one in each turn of the event loop. A call that asks the database waits for
 * as many turns as it asks times, and each of them then holds the beginning of one other call at most, however many somebody
 * makes at once.
 */
import type { IncomingMessage } from "node:http";
import { isFile, pathOf } from "./front-door";

/** Files, and calls whose body is still on its way, stand in a line of their own: no other call waits behind them. */
export function beginsInOrder(): (request: IncomingMessage, begin: () => void) => void {
	const [calls, others] = [oneATurn(), oneATurn()];
	return (request, begin) => {
		if (isFile(pathOf(request.url ?? ""))) return others(begin);
		// A body that came together with its head is read later in this turn.
		setImmediate(() => (request.complete ? calls : others)(begin));
	};
}

/** What is asked for first begins first. */
export function oneATurn(): (begin: () => void) => void {
	const waiting: (() => void)[] = [];
	let isExpected = false;
	function expectNext(): void {
		if (isExpected || waiting.length === 0) return;
		isExpected = true;
		setImmediate(beginNext);
	}
	function beginNext(): void {
		isExpected = false;
		const begin = waiting.shift();
		expectNext();
		begin?.();
	}
	return (begin) => {
		waiting.push(begin);
		expectNext();
	};
}
