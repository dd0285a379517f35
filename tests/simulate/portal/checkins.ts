/** What doors hand in and read of each other, by lib/server/services/check-in. */
import {
	type CheckinEvent,
	type CheckinExchange,
	type CheckinExchangeAnswer,
	OTHERS_PAGE,
	type OthersEvents,
} from "@/lib/protocol/checkins";
import { NO_STANDING, standingAfter } from "@/lib/server/services/check-in/post-standing";
import type { World } from "../world";
import type { PortalData, PortalDevice } from "./portal-data";

type Desk = { readonly data: PortalData; readonly device: PortalDevice };

export function answerCheckins(world: World, desk: Desk, body: unknown): CheckinExchangeAnswer {
	const { events, post } = body as CheckinExchange & { readonly events: readonly CheckinEvent[] };
	const stored: string[] = [];
	for (const event of events) {
		const place = desk.data.places.get(event.assignment);
		if (place === undefined) throw new Error(`nobody has ${event.assignment}`);
		stored.push(event.id);
		if (place.ids.has(event.id)) continue;
		place.ids.add(event.id);
		place.events.push({ device: desk.device.id, event });
	}
	const others = post == null ? null : readOthers(world, desk, post);
	return { stored: [...new Set(stored)], refused: [], others, serverTime: world.sim.seconds() };
}

function readOthers(
	world: World,
	{ data, device }: Desk,
	post: NonNullable<CheckinExchange["post"]>,
): OthersEvents | null {
	const place = data.places.get(post.assignment);
	if (place === undefined) return null;
	const now = world.sim.seconds();
	const others = [...place.posts].flatMap(([id, other]) => (id === device.id ? [] : [other]));
	const { gate, role, completeAt: said } = post;
	const known = place.posts.get(device.id) ?? NO_STANDING;
	place.posts.set(device.id, { gate, role, ...standingAfter(known, { others, completeAt: said, now }) });
	const end = place.events.length;
	const from = post.after > end ? 0 : post.after;
	const page: CheckinEvent[] = [];
	let next = from;
	while (next < end && page.length < OTHERS_PAGE) {
		const row = place.events[next++];
		const isTold = row?.device !== device.id || !world.planted("own_events_are_not_told");
		if (row !== undefined && isTold) page.push(row.event);
	}
	return {
		events: page,
		next,
		more: next < end,
		posts: [...place.posts].map(([id, { gate: name, role: of, completeAt: at }]) => ({
			post: id,
			gate: name,
			role: of,
			age: at === null ? null : Math.max(0, now - at),
		})),
	};
}
