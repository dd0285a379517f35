"use client";

import { z } from "zod";
import { useLive } from "@/app/_device/use-live";
import { readFact, writeFact } from "@/lib/device/store/facts";
import { ACTS, type CounterForm, type CounterHabits, FIRST_HABITS } from "./form-state";

const HABITS_FACT = "counter-habits";
const act = z.enum(ACTS);
const habitsFact = z.object({
	act,
	products: z.partialRecord(act, z.string()),
	boxes: z.record(z.string(), z.object({ lot: z.string(), expiry: z.string() })).default({}),
	gtins: z.record(z.string(), z.string()).default({}),
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

/** What this counter does mostly: the act, its device and box, the professional. Nothing about patients. */
export function useHabits(): CounterHabits | undefined {
	const live = useLive(query);
	if (live.state === "failed") return FIRST_HABITS;
	return live.state === "ready" ? live.value : undefined;
}

export function saveHabits(habits: CounterHabits): Promise<void> {
	return writeFact(HABITS_FACT, habits);
}

/** What the next person begins with. */
export function habitsAfter(habits: CounterHabits, form: CounterForm): CounterHabits {
	const { act: done, product, lot, expiry, gtin, professional } = form;
	if (product === "") return { ...habits, act: done, professional };
	return {
		...habits,
		act: done,
		products: { ...habits.products, [done]: product },
		boxes: { ...habits.boxes, [product]: { lot, expiry } },
		gtins: gtin === "" ? habits.gtins : { ...habits.gtins, [gtin]: product },
		professional,
	};
}
