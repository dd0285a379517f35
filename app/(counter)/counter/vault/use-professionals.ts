"use client";

import { useCallback } from "react";
import { type Live, useLive } from "@/app/_device/use-live";
import { type ListedProfessional, loadProfessionals } from "@/lib/device/counter/professionals";

/** Who may issue here, following every change. */
export function useProfessionals(storageKey: CryptoKey): Live<readonly ListedProfessional[]> {
	const query = useCallback(() => loadProfessionals({ storageKey }), [storageKey]);
	return useLive(query);
}
