/** What a gate says to a linked one of the posts that it can speak for, and what it makes of the other one's words. */
import { OWN_POST, type Post } from "@/lib/checkin/checkin-store";
import type { GateRole } from "@/lib/checkin/gate-rules";
import { beforeThisRun, type OfRun } from "@/lib/checkin/occupancy";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { PostWord } from "./link-message";

/** This device's own post. */
type OwnPost = { readonly post: string; readonly gate: string; readonly role: GateRole };

/** Seconds, thirty years: of no moment is it known. */
const NEVER = 1_000_000_000;

/**
 * Its own post, and those that it heard of. [CI-17] Of itself it says no more than that was heard of it: what it recorded
 * before a disk was put back may be with others, until one of them has spoken of it as of this run.
 */
export function wordsOf(own: OwnPost, posts: readonly Post[], at: OfRun): readonly PostWord[] {
	const ago = ({ heard }: Pick<Post, "heard">) => (heard === 0 ? NEVER : Math.max(0, at.now - heard));
	const self = posts.find(({ post }) => post === OWN_POST) ?? { heard: 0 };
	const others = posts.filter(({ post }) => post !== OWN_POST && post !== own.post);
	return [
		{ ...own, ago: beforeThisRun(posts, at) === 0 ? 0 : ago(self) },
		...others.map(({ heard, ...post }) => ({ ...post, ago: ago({ heard }) })),
	];
}

/** [GG-9] `since`: a moment of this run at which, or after which, the other gate said this. `own`: this device's id. */
export function heardIn(
	words: readonly PostWord[],
	{ own, since }: { readonly own: string; readonly since: NumericDate },
): readonly Post[] {
	return words.map(({ ago, post, gate, role }) => {
		return { post: post === own ? OWN_POST : post, gate, role, heard: ago >= NEVER ? 0 : since - ago };
	});
}
