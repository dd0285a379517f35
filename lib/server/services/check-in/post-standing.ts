/** [CI-17] Until when a post is heard: what the portal makes of what each device says of itself. */
import "server-only";
import type { NumericDate } from "@/lib/shared/numeric-date";

export type PostStanding = {
	/** Everything that the device recorded until then, and that is still anywhere, is here; null: of no moment is that known. */
	readonly completeAt: NumericDate | null;
	/** Everything that its disk held until then is here. */
	readonly heldAt: NumericDate | null;
	/** When it last said nothing of that, as every run does first. */
	readonly begunAt: NumericDate | null;
};

export const NO_STANDING: PostStanding = { completeAt: null, heldAt: null, begunAt: null };

/**
 * A run may go on over a disk that was put back: what it recorded before is here, or on the disks of others, which a link
 * told of it, or nowhere. So what a device says of its disk holds of its post only once every other post has handed in
 * what it held after that run began. What held before stands until then.
 */
export function standingAfter(
	known: PostStanding,
	{
		others,
		completeAt,
		now,
	}: {
		readonly others: readonly Pick<PostStanding, "heldAt">[];
		readonly completeAt: NumericDate | null;
		readonly now: NumericDate;
	},
): PostStanding {
	if (completeAt === null) return { ...known, begunAt: now };
	const heldAt = Math.min(completeAt, now);
	const begunAt = known.begunAt ?? 0;
	const isWhole = others.every((other) => other.heldAt !== null && other.heldAt > begunAt);
	return { ...known, heldAt, ...(isWhole || known.begunAt === null ? { completeAt: heldAt } : {}) };
}
