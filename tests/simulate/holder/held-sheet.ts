import type { OpenPassAnswer } from "@/lib/protocol/holder";
import type { CounterRecord } from "../counter/counter-record";

/** A sheet in somebody's hands. */
export type HeldSheet = {
	readonly record: CounterRecord;
	/** When it was handed over, milliseconds. */
	readonly since: number;
	/** What the portal said when it was asked in calm. */
	told: OpenPassAnswer | undefined;
	/** In calm, with the right answer. */
	readonly comeOnceMore: () => void;
};
