/** A paper before a door: judged by lib/verify, by the lists that this door has now and by its own clock. */
import type { Trust } from "@/lib/trust/trust";
import type { Verdict } from "@/lib/verify/verdict";
import { verifyPass } from "@/lib/verify/verify-pass";
import { plantInVerdict } from "../mutants/verdict-mutants";
import { judgeVerdict } from "../oracle/judge-verdict";
import { openDoor } from "./door";
import type { Door } from "./door-parts";
import type { ShownPaper } from "./shown-paper";

/** Undefined where nobody stands there to judge. */
export async function showPaper(door: Door, making: Promise<ShownPaper | undefined>): Promise<Verdict | undefined> {
	if (door.away) return undefined;
	const { page } = openDoor(door);
	let forget = () => {};
	// What a page that dies was asked comes back to nobody, and nothing may wait for it.
	const gone = new Promise<undefined>((resolve) => {
		forget = page.onGone(() => resolve(undefined));
	});
	const judged = making.then((shown) => (shown === undefined ? undefined : judge(door, shown)));
	try {
		return await door.world.sim.outside(Promise.race([judged, gone]));
	} finally {
		forget();
	}
}

async function judge(door: Door, shown: ShownPaper): Promise<Verdict | undefined> {
	const { world, name, authority, clock, opened } = door;
	if (opened === undefined) return undefined;
	const { lists, page } = opened;
	const now = clock.now();
	const [seen, trust] = [await lists.seen(), await lists.trust()];
	const verdict = plantInVerdict(await verdictOf(shown, trust, now), world.planted);
	if (!page.alive()) return undefined;
	world.sim.note(name, `judges ${shown.paper}: ${verdict.reason ?? verdict.outcome}`);
	world.count(`paper at a door: ${verdict.reason ?? verdict.outcome}`);
	const revokedAt = authority.revokedAt(shown.paper);
	judgeVerdict(world, { door: name, shown, seen, now, revokedAt }, verdict);
	return verdict;
}

async function verdictOf({ text }: ShownPaper, trust: Trust | undefined, now: number): Promise<Verdict> {
	if (trust !== undefined) return verifyPass(text, trust, { now });
	return { outcome: "indeterminate", format: "relais", reason: "trust_missing", warnings: [] };
}
