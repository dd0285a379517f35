"use client";

import { useEffect, useState } from "react";
import { isTakenBack } from "@/lib/device/holder/pass-standing";
import { readPassContent } from "./pass-content";

/** Whether the authority's lists refuse this pass. Looked up when the page opens and when the network is back. */
export function useTakenBack(hc1: string | undefined): boolean {
	const [takenBack, setTakenBack] = useState<string>();
	useEffect(() => {
		const certificate = hc1 === undefined ? undefined : readPassContent(hc1)?.certificate;
		if (certificate === undefined) return;
		let left = false;
		const look = () => {
			isTakenBack(certificate).then(
				(found) => {
					if (!left && found === true) setTakenBack(hc1);
				},
				(error: unknown) => reportError(error),
			);
		};
		look();
		window.addEventListener("online", look);
		return () => {
			left = true;
			window.removeEventListener("online", look);
		};
	}, [hc1]);
	return hc1 !== undefined && takenBack === hc1;
}
