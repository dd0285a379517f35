/**
 * Who of those that come shows a paper that was really signed: some of them, for each is two signatures. Chance of its own:
 * who comes, and where, is the same without.
 */
import { TRUST_FILES } from "@/lib/trust/trust-file";
import type { Authority } from "../authority/authority";
import type { PortalModel } from "../portal/portal-model";
import type { World } from "../world";
import type { Door } from "./door-parts";
import type { Evening } from "./evening";
import { showPaper } from "./show-paper";
import { paperOfHolder, paperOfStranger } from "./shown-paper";

const HOLDERS = 0.15;
const STRANGERS = 0.05;

export type PaperShow = {
	/** Somebody new stands before this door: false where they were sent away. */
	readonly isLetIn: (door: Door) => Promise<boolean>;
};

export function paperShow(
	world: World,
	{ authority, portal }: { readonly authority: Authority; readonly portal: Pick<PortalModel, "data"> },
	{ assignment }: Evening,
): PaperShow {
	const random = world.sim.random(`papers of ${assignment}`);
	const around = { authority, data: portal.data };
	return {
		async isLetIn(door) {
			// Somebody whom nobody counts, at the same door.
			if (random.chance(STRANGERS)) await showPaper(door, paperOfStranger(world, around, random));
			const hasLists = door.disk.lists.files.has(TRUST_FILES.list);
			if (hasLists && !random.chance(HOLDERS)) return true;
			const verdict = await showPaper(door, paperOfHolder(world, around, random));
			// What cannot be checked is for staff to look at.
			return verdict?.outcome !== "rejected";
		},
	};
}
