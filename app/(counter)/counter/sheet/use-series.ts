"use client";

import { useState } from "react";
import type { AttestationSheet } from "@/lib/device/counter/sealed-attestation";

/**
 * A school class, a care home: each attestation is stored as always, and its sheet waits among those of which nobody said
 * what became of them. `last` is what was issued without a sheet on the screen.
 */
export function useSeries() {
	const [on, setOn] = useState(false);
	const [last, setLast] = useState<AttestationSheet>();
	return {
		on,
		last: on ? last : undefined,
		toggle: () => {
			setLast(undefined);
			setOn((before) => !before);
		},
		note: setLast,
	};
}

export type Series = ReturnType<typeof useSeries>;
