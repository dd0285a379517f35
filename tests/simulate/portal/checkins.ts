/** What doors hand in and read of each other, by lib/server/services/check-in. */
import {
	type CheckinEvent,
	type CheckinExchange,
	type CheckinExchangeAnswer,
	OTHERS_PAGE,
	type OthersEvents,
} from "@/lib/protocol/checkins";
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
	const known = place.posts.get(device.id);
	const completeAt = post.completeAt === null ? (known?.completeAt ?? null) : Math.min(post.completeAt, now);
	place.posts.set(device.id, { gate: post.gate, role: post.role, completeAt });
	const end = place.events.length;
	const from = post.after > end ? 0 : post.after;
	const page: CheckinEvent[] = [];
	let next = from;
	while (next < end && page.length < OTHERS_PAGE) {
		const row = place.events[next++];
		if (row !== undefined && row.device !== device.id) page.push(row.event);
	}
	const posts = [...place.posts].filter(([id]) => id !== device.id);
	return {
		events: page,
		next,
		more: next < end,
		posts: posts.map(([id, { gate, role, completeAt: at }]) => ({
			post: id,
			gate,
			role,
			age: at === null ? null : Math.max(0, now - at),
		})),
	};
}
