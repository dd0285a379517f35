"use client";

import type { ReactNode } from "react";

/**
 * Says what changed to people who do not see it. Render it always and change its text: a region that appears together
 * with its text is not announced.
 */
export function LiveRegion({ children, urgent = false }: { children: ReactNode; urgent?: boolean }) {
	return (
		<div role={urgent ? "alert" : "status"} aria-live={urgent ? "assertive" : "polite"} className="sr-only">
			{children}
		</div>
	);
}
