"use client";

import { useEffect, useState } from "react";
import type { AttestationSheet } from "@/lib/device/counter/sealed-attestation";

/** One sheet at a time is on the paper; asking again for the same one prints it again. */
export function usePrinting() {
	const [job, setJob] = useState<{ sheet: AttestationSheet; count: number }>();
	useEffect(() => {
		if (job !== undefined) window.print();
	}, [job]);
	const print = (sheet: AttestationSheet) => setJob((before) => ({ sheet, count: (before?.count ?? 0) + 1 }));
	return { sheet: job?.sheet, print };
}
