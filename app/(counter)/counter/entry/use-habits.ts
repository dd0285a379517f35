"use client";

import { z } from "zod";
import { useLive } from "@/app/_device/use-live";
import { readFact, writeFact } from "@/lib/device/store/facts";
import { type CounterHabits, FIRST_HABITS } from "./form-state";

const HABITS_FACT = "counter-habits";
const act = z.enum(["antigen", "pcr", "vaccination"]);
const habitsFact = z.object({
	act,
	products: z.partialRecord(act, z.string()),
	professional: z.string(),
});

const query = async (): Promise<CounterHabits> => {
	const stored = await readFact(HABITS_FACT, (value) => habitsFact.safeParse(value).data);
	if (stored === undefined) return FIRST_HABITS;
	const products: CounterHabits["products"] = Object.fromEntries(
		Object.entries(stored.products).filter(([, code]) => code !== undefined),
	);
	return { ...stored, products };
};

/** What this counter does mostly: the act, the device of each act, the professional. Nothing about patients. */
export function useHabits(): CounterHabits | undefined {
	const live = useLive(query);
	if (live.state === "failed") return FIRST_HABITS;
	return live.state === "ready" ? live.value : undefined;
}

export function saveHabits(habits: CounterHabits): Promise<void> {
	return writeFact(HABITS_FACT, habits);
}
