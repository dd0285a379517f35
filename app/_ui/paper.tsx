"use client";

import type { ReactNode } from "react";
import { createPortal } from "react-dom";

/**
 * What `window.print()` puts on paper while this is mounted, wherever it stands in a page: a dialog is not printed. What
 * is on the screen carries the class `screen-only`.
 */
export function Paper({ children }: { children: ReactNode }) {
	return createPortal(<div className="paper-only p-8">{children}</div>, document.body);
}
