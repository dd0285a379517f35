import { CAPACITY_LIMIT } from "@/lib/protocol/console";

/** Persons as typed; null for nothing: nobody counts. Undefined: no number of persons. */
export function readCapacity(typed: string): number | null | undefined {
	const text = typed.trim();
	if (text === "") return null;
	const capacity = /^\d{1,7}$/.test(text) ? Number(text) : 0;
	return capacity > 0 && capacity <= CAPACITY_LIMIT ? capacity : undefined;
}
