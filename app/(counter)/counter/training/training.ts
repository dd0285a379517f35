"use client";

import { createContext, useContext } from "react";
import type { Training } from "@/lib/device/counter/training/begin-training";

/** The exercise that the screens are in; undefined at the counter itself. */
export const TrainingContext = createContext<Training | undefined>(undefined);

export const useTraining = (): Training | undefined => useContext(TrainingContext);

/** Where holder links lead: from an exercise nowhere (RFC 6761 §6.4). */
export function useSheetOrigin(): string {
	return useTraining() === undefined ? window.location.origin : "https://exercice.invalid";
}
