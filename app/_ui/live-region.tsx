"use client";

import type { ReactNode } from "react";

/**
 * Says what changed to people who do not see it. Render it always and change its text: a region that appears together
 * with its text is not announced. `turn` numbers what is said, where the same may be said twice running: two regions
 * then speak by turns, because a text that does not change is not announced either.
 */
export function LiveRegion(props: { children: ReactNode; urgent?: boolean; turn?: number }) {
	const { children, urgent = false, turn } = props;
	const regions =
		turn === undefined ? [children] : [turn % 2 === 0 ? children : null, turn % 2 === 0 ? null : children];
	return regions.map((said, region) => (
		<div
			// biome-ignore lint/suspicious/noArrayIndexKey: the two regions never move
			key={region}
			role={urgent ? "alert" : "status"}
			aria-live={urgent ? "assertive" : "polite"}
			className="sr-only"
		>
			{said}
		</div>
	));
}
