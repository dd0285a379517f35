/**
 * The way of one device to the portal, as `fetch` shows it: what is sent may be lost, late, doubled or answered by
 * somebody else, and the answer may be lost after the portal has committed.
 */
import type { PortalPorts } from "@/lib/portal/portal-client";
import type { Random } from "@/tests/fuzz/random";
import { between, spacing } from "../engine/draw";
import type { Waiting } from "../oracle/watch-wait";
import type { World } from "../world";
import { weather } from "./weather";

export type Sent = {
	/** One for each time that `fetch` is called: what is doubled on the way bears it twice. */
	readonly id: number;
	readonly path: string;
	readonly method: string;
	readonly body: string;
	readonly authorization: string | undefined;
};

export type Answer = {
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
};

/** What comes back of a connection that carries nothing: at once, or not at all. */
type Silence = "closed" | "silent";

/** `random`: of whoever sends, so that one more sender changes nothing for the others. */
export type PortalEnd = { readonly receive: (sent: Sent, random: Random) => Answer | Silence };

const decoder = new TextDecoder();
/** The seconds of a deadline, in the signal's place: nothing here waits for the platform's timer. */
export const virtualDeadline = (seconds: number) => ({ seconds }) as unknown as AbortSignal;

export function wayToPortal(
	world: World,
	{ actor, end, waiting }: { readonly actor: string; readonly end: PortalEnd; readonly waiting: Waiting },
): PortalPorts["fetch"] {
	const { sim, scenario } = world;
	const random = sim.random(`network of ${actor}`);
	const weatherAt = weather(sim.random(`weather of ${actor}`), scenario);
	return async (url, init) => {
		const { seconds } = init.signal as unknown as { seconds: number };
		const sent = sentOf(world.nextRequest(), url, init);
		waiting.asked();
		const answer = await carry({ world, actor, random, weather: world.calm() ? "good" : weatherAt(sim.time()) }, sent, {
			end,
			deadline: sim.time() + seconds * 1000,
		});
		return responseOf(answer);
	};
}

function sentOf(id: number, url: URL, init: RequestInit): Sent {
	const { method = "GET", body } = init;
	const headers = init.headers as Record<string, string> | undefined;
	return {
		id,
		path: url.pathname,
		method,
		body: body === undefined ? "" : decoder.decode(body as Uint8Array),
		authorization: headers?.["authorization"],
	};
}

type Carrier = {
	readonly world: World;
	readonly actor: string;
	readonly random: Random;
	readonly weather: ReturnType<ReturnType<typeof weather>>;
};

async function carry(
	carrier: Carrier,
	sent: Sent,
	{ end, deadline }: { readonly end: PortalEnd; readonly deadline: number },
): Promise<Answer> {
	const { world, random, actor } = carrier;
	const { sim } = world;
	const lasts = async (wait: number) => {
		if (sim.time() + wait <= deadline) return sim.sleep(wait);
		await sim.sleep(deadline - sim.time());
		throw new Error("timeout");
	};
	const lost = (why: string) => {
		world.count(why);
		sim.note(actor, `${sent.path} ${why}`);
		return lasts(Number.POSITIVE_INFINITY);
	};
	const delay = () => between(random, 15, 120) + (world.happens("delay", random, 0.5) ? spacing(random, 9_000) : 0);
	if (carrier.weather === "offline") {
		await lasts(between(random, 5, 300));
		world.count("offline");
		throw new Error("no network");
	}
	if (carrier.weather === "captive") return captive(carrier, lasts);
	if (carrier.weather === "deaf") await lost("one_way");
	if (world.happens("loss", random, 0.4)) await lost("loss");
	await lasts(delay());
	const answer = end.receive(sent, random);
	if (answer === "silent") await lost("portal_hangs");
	if (answer === "closed" || answer === "silent") throw new Error("connection refused");
	if (world.happens("duplicate", random, 0.4)) {
		world.count("duplicate");
		sim.after(spacing(random, 20_000), () => void end.receive(sent, random));
	}
	if (carrier.weather === "asks_only") await lost("one_way");
	if (world.happens("answer_lost", random, 0.4)) await lost("answer_lost");
	await lasts(delay());
	return answer;
}

/** For those who look on: no device looks at it. */
export const LOGIN_PAGE = "x-login-page";

/** A login page in the portal's place, by a router whose clock nobody ever set. */
async function captive({ world, random, actor }: Carrier, lasts: (wait: number) => Promise<void>): Promise<Answer> {
	await lasts(between(random, 20, 400));
	world.count("captive");
	world.sim.note(actor, "answered by a login page");
	const date = random.chance(0.5) ? new Date(world.sim.time()) : new Date("2015-01-01T00:00:00Z");
	return {
		status: 200,
		headers: { date: date.toUTCString(), [LOGIN_PAGE]: "1" },
		body: "<html><title>Bienvenue</title></html>",
	};
}

/** As much of a response as the portal's client looks at. */
function responseOf({ status, headers, body }: Answer): Response {
	const response = {
		status,
		ok: status >= 200 && status < 300,
		headers: { get: (name: string) => headers[name] ?? null },
		text: async () => body,
	};
	return response as unknown as Response;
}
