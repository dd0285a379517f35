/** The salts of a gate's evenings, as lib/device/door/event-salt.ts keeps them. */
import { lettersOf } from "../engine/draw";
import type { Door, EventSalts, Salt } from "./door-parts";
import type { Evening } from "./evening";

/** The evening's salts, the one in use first; one is made on first use. */
export function saltsOf(door: Door, { assignment, until }: Evening): readonly [Salt, ...Salt[]] {
	const { disk, random, clock, world } = door;
	const [first, ...rest] = disk.salts.get(assignment)?.salts ?? [];
	if (first !== undefined) return [first, ...rest];
	const secret = lettersOf(random, 43);
	const made = { id: secret.slice(0, 11), made: clock.now(), secret };
	world.ledger.secret(secret);
	disk.salts.set(assignment, heldUntil(until, [made]));
	return [made];
}

export function adopt({ disk }: Door, { assignment, until }: Evening, handed: readonly Omit<Salt, "id">[]): void {
	const known = disk.salts.get(assignment)?.salts ?? [];
	const added = handed.map(({ made, secret }) => ({ id: secret.slice(0, 11), made, secret }));
	const all = [...known, ...added.filter(({ id }) => !known.some((one) => one.id === id))];
	disk.salts.set(
		assignment,
		heldUntil(
			until,
			all.sort((a, b) => a.made - b.made || (a.id < b.id ? -1 : 1)),
		),
	);
}

const heldUntil = (until: number, salts: readonly Salt[]): EventSalts => ({ ends: Math.floor(until / 1000), salts });
