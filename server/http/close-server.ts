/**
 * The end of a web server. What is under way is finished; what takes longer than there is time is answered rather than cut
 * off: of a connection that ends without an answer a balancer makes 502, or ends the client's in its turn.
 */
import type { Server, ServerResponse } from "node:http";
import { PROBLEMS } from "../../lib/protocol/problem";
import { type TurnedAway, turnAway } from "./front-door";

const CODE = "overloaded";
const { status, message } = PROBLEMS[CODE];
const LATE: TurnedAway = {
	status,
	text: JSON.stringify({ error: { code: CODE, message } }),
	type: "application/json",
	// Whatever came of it: devices send it again under the same name, and another instance is there at once.
	retryAfter: 1,
};

/** Milliseconds that the last answers have to get out. */
const LAST_WORDS = 2_000;

export type Unanswered = {
	/** To be told of every request, before anything is answered. */
	note(response: ServerResponse): void;
	/** Answers, by 503 with a time to come back, all that have no answer yet. */
	turnAway(): void;
};

export function unanswered(): Unanswered {
	const open = new Set<ServerResponse>();
	return {
		note(response) {
			open.add(response);
			response.once("close", () => open.delete(response));
		},
		turnAway() {
			for (const response of open) if (!response.headersSent) turnAway(response, LATE);
		},
	};
}

/** `grace`: milliseconds that requests under way may take. */
export async function closeServer(
	server: Server,
	{ grace, requests }: { readonly grace: number; readonly requests: Unanswered },
): Promise<void> {
	const done = new Promise((resolve) => server.close(resolve));
	// A kept connection is idle as soon as its last answer is out.
	const sweep = setInterval(() => server.closeIdleConnections(), 100);
	const late = setTimeout(() => requests.turnAway(), grace);
	const last = setTimeout(() => server.closeAllConnections(), grace + LAST_WORDS);
	await done;
	clearInterval(sweep);
	clearTimeout(late);
	clearTimeout(last);
}
