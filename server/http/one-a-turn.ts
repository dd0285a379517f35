/**
 * When the answer to a request begins (spec AB-7). What may wait begins one in each turn of the event loop: of the turns that
 * a call before a screen takes, each then holds at most one of them, however many somebody asks for at once.
 */
import type { IncomingMessage } from "node:http";
import { isFile, pathOf } from "./front-door";

/** Files wait, and calls whose body is still on its way; everything else begins when it comes. */
export function beginsInOrder(): (request: IncomingMessage, begin: () => void) => void {
	const inTurn = oneATurn();
	return (request, begin) => {
		if (isFile(pathOf(request.url ?? ""))) return inTurn(begin);
		if (!bringsBody(request)) return begin();
		// A body that came together with its head is read later in this turn.
		setImmediate(() => (request.complete ? begin() : inTurn(begin)));
	};
}

function bringsBody({ headers }: IncomingMessage): boolean {
	return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
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
