/** The channel between two paired gates: ordered and reliable while it is up, cut at any moment, and slow at times. */
import {
	type LinkEffect,
	type LinkInput,
	type LinkState,
	newLink,
	type Self,
	stepLink,
} from "@/lib/gatelink/gate-link";
import type { PostWord } from "@/lib/gatelink/link-message";
import { heardIn, wordsOf } from "@/lib/gatelink/post-words";
import { MINUTE } from "@/lib/shared/numeric-date";
import { heldEvents, memoryCheckinStore } from "@/tests/support/memory-checkin-store";
import { onDisk, type Page } from "../device/page";
import { between, spacing } from "../engine/draw";
import type { World } from "../world";
import type { Door } from "./door-parts";
import { adopt, saltsOf } from "./event-salts";

/** Gates speak every two seconds. Of these words two in a minute are played: the second echoes the first. */
const TICK = MINUTE * 1000;
const NEXT_WORD = 2_000;

type End = {
	readonly door: Door;
	/** Whose link it is: with its page it ends, however soon there is another one. */
	page: Page | undefined;
	state: LinkState | undefined;
	work: Promise<void>;
	latest: number;
};

const isOfPage = ({ door, page }: End) => page !== undefined && door.opened?.page === page && page.alive();

export function pair(world: World, doors: readonly [Door, Door]): void {
	const { sim } = world;
	const random = sim.random(`wire of ${doors[0].name} and ${doors[1].name}`);
	const ends = doors.map(
		(door): End => ({ door, page: undefined, state: undefined, work: Promise.resolve(), latest: 0 }),
	);
	const [one, other] = ends as [End, End];
	/** How often it was cut: what is on its way over an earlier channel is lost. */
	let channel = 0;
	let downUntil = 0;

	const cut = () => {
		channel++;
		for (const end of ends) {
			end.state = undefined;
			// What a page that is gone had begun goes on nowhere.
			end.work = Promise.resolve();
		}
	};
	const post = (from: End, text: string) => {
		const to = from === one ? other : one;
		const mine = channel;
		const slow = world.happens("slow_channel", random, 0.5) ? between(random, 1_000, 10_000) : 0;
		// Ordered: nothing overtakes what was sent before.
		to.latest = Math.max(to.latest, sim.time() + between(random, 2, 40) + slow);
		sim.at(to.latest, () => {
			if (mine === channel) feed(to, { type: "heard", text, now: runNow(to.door) });
		});
	};
	const feed = (end: End, input: LinkInput) => {
		if (end.state === undefined || !isOfPage(end)) return;
		const { state, effects } = stepLink(end.state, input);
		end.state = state;
		for (const effect of effects) {
			if (effect.type === "send") post(end, JSON.stringify(effect.message));
			else if (effect.type === "end") cut();
			else {
				const mine = channel;
				end.work = end.work.then(async () => {
					if (mine !== channel || !isOfPage(end)) return;
					const done = await onDisk(act(end.door, effect, (text) => post(end, text)).then(() => true));
					// The disk refused: the gates would seem to agree and do not.
					if (done === undefined && mine === channel) cut();
					if (effect.type === "adoptSalts") feed(end, { type: "self", self: selfOf(end.door) });
				});
				sim.start(end.door.name, end.work);
			}
		}
	};
	const connect = () => {
		const assignment = one.door.evening?.assignment;
		if (assignment === undefined || other.door.evening?.assignment !== assignment) return;
		for (const end of ends) {
			end.latest = 0;
			end.page = end.door.opened?.page;
			end.state = newLink(selfOf(end.door), eventsOf(end.door));
			feed(end, { type: "opened" });
			feed(end, { type: "pairing", open: ends.some(({ door }) => door.paired !== assignment) });
		}
		for (const { door } of ends) door.paired = assignment;
	};
	const speak = () => {
		for (const end of ends) {
			const { echo } = end.state ?? { echo: 0 };
			feed(end, { type: "tick", posts: postsOf(end.door), echo, now: runNow(end.door) });
		}
	};
	const tick = () => {
		const alive = ends.every(({ door }) => door.opened?.page.alive() === true && door.evening !== undefined);
		const isUp = one.state !== undefined;
		if (!alive || (isUp && (!ends.every(isOfPage) || world.happens("link_cut", random)))) {
			if (isUp) {
				world.count("link_cut");
				downUntil = sim.time() + spacing(random, 15 * MINUTE * 1000);
			}
			cut();
		} else if (!isUp) {
			if (world.calm() || sim.time() >= downUntil) connect();
		} else {
			const mine = channel;
			speak();
			sim.after(NEXT_WORD, () => {
				if (mine === channel) speak();
			});
		}
		sim.after(TICK, tick);
	};
	for (const end of ends) {
		end.door.onEvents.add(() => feed(end, { type: "events", events: eventsOf(end.door) }));
	}
	sim.after(between(random, 0, TICK), tick);
}

function selfOf(door: Door): Self {
	const { evening } = door;
	const salts = evening === undefined ? [] : saltsOf(door, evening).map(({ id }) => id);
	return { assignment: evening?.assignment ?? null, gate: door.gate, salts, lists: { keyset: 0, list: 0 } };
}

/** A link is a page's: it is cut when that is gone. */
const runNow = ({ opened, clock }: Door) => opened?.runs.now() ?? clock.now();

const eventsOf = ({ disk, evening }: Door) => heldEvents(disk.checkins, evening?.assignment ?? "");

/** As lib/device/door/gatelink/link-ports.ts has it. */
function postsOf(door: Door): readonly PostWord[] {
	const { device, gate, role, opened, evening } = door;
	if (opened === undefined) return [];
	const { now, lived } = opened.runs;
	const posts = opened.posts(evening?.assignment ?? "");
	return wordsOf({ post: device.id, gate, role }, posts, { now: now(), lived: lived() });
}

async function act(door: Door, effect: LinkEffect, send: (text: string) => void): Promise<void> {
	const { evening, opened, device } = door;
	if (evening === undefined || opened === undefined) return;
	const { assignment } = evening;
	const { store } = opened;
	if (effect.type === "merge") {
		await store.merge(assignment, { events: effect.events, posts: [] });
		for (const tell of door.onEvents) tell();
	}
	if (effect.type === "complete") {
		const since = door.world.planted("heard_on_arrival") ? runNow(door) : effect.since;
		await store.merge(assignment, {
			events: [],
			posts: heardIn(effect.posts, { own: device.id, since }),
		});
		door.onHeard();
	}
	if (effect.type === "handOnSalts") {
		const salts = saltsOf(door, evening).map(({ made, secret }) => ({ made, secret }));
		send(JSON.stringify({ type: "salts", salts }));
	}
	if (effect.type === "adoptSalts") adopt(door, evening, effect.salts);
}

/** A store that no page stands before: for those who look on. */
export const looksAt = ({ disk, opened }: Door) => memoryCheckinStore(disk.checkins, opened?.runs.run);
