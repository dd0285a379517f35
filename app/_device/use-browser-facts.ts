"use client";

import { useEffect, useState } from "react";
import { browserFacts } from "@/lib/device/identity/browser-facts";
import type { BrowserFacts } from "@/lib/device/identity/storage-guidance";

/** Which browser this is and what it promises; undefined until it has been looked at. */
export function useBrowserFacts(): BrowserFacts | undefined {
	const [facts, setFacts] = useState<BrowserFacts>();
	useEffect(() => {
		let left = false;
		void browserFacts().then((found) => {
			if (!left) setFacts(found);
		});
		return () => {
			left = true;
		};
	}, []);
	return facts;
}
