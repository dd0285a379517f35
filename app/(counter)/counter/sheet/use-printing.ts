"use client";

import { useEffect, useState } from "react";
import type { AttestationSheet } from "@/lib/device/counter/sealed-attestation";

/** A sheet on the paper. A reprint says so, and when: it is no second attestation (spec SH-8). */
export type PrintedSheet = { readonly sheet: AttestationSheet; readonly reprintedAt?: Date | undefined };

/** What goes to the printer at once: of several sheets with a list of them in front. */
export type PrintJob = { readonly pages: readonly PrintedSheet[]; readonly list: boolean };

/** One job at a time is on the paper; asking again for the same one prints it again. */
export function usePrinting() {
	const [job, setJob] = useState<PrintJob>();
	useEffect(() => {
		if (job !== undefined) window.print();
	}, [job]);
	return {
		job,
		print: (sheet: AttestationSheet) => setJob({ pages: [{ sheet }], list: false }),
		reprint: (sheet: AttestationSheet) => setJob({ pages: [{ sheet, reprintedAt: new Date() }], list: false }),
		/** What was printed last, once more. */
		again: () =>
			setJob(
				(before) => before && { ...before, pages: before.pages.map((page) => ({ ...page, reprintedAt: new Date() })) },
			),
		printAll: (pages: readonly PrintedSheet[]) => setJob({ pages, list: pages.length > 1 }),
	};
}
