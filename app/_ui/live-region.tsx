"use client";

import { type ReactNode, useState } from "react";

/**
 * Says what changed to people who do not see it. Render it always and change its text: a region that appears together
 * with its text is not announced. `turn` names what is said, where the same may be said twice running: with each new one
 * the other of two regions speaks, because a text that does not change is not announced either.
 */
export function LiveRegion(props: { children: ReactNode; urgent?: boolean; turn?: number }) {
	const { children, urgent = false, turn } = props;
	const [speaking, setSpeaking] = useState({ turn, second: false });
	// Silence between two of them takes no turn.
	if (turn !== speaking.turn && children !== "") setSpeaking({ turn, second: !speaking.second });
	const { second } = speaking;
	const regions = turn === undefined ? [children] : [second ? null : children, second ? children : null];
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
