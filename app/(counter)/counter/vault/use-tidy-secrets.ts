"use client";

import { useEffect } from "react";
import { tidySecrets } from "@/lib/device/counter/vault/tidy-secrets";

/** Between the two looks at secrets that belong to nothing (VA-9). */
const BETWEEN_MS = 60_000;

/** Once for each opening of the counter. */
export function useTidySecrets(): void {
	useEffect(() => {
		let timer: ReturnType<typeof setTimeout> | undefined;
		const later = () =>
			new Promise<void>((resolve) => {
				timer = setTimeout(resolve, BETWEEN_MS);
			});
		tidySecrets(later).catch((error: unknown) => reportError(error));
		return () => clearTimeout(timer);
	}, []);
}
