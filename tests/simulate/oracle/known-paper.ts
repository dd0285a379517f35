/** What was promised about one paper. */
import type { CounterRecord } from "../counter/counter-record";

export type Paper = {
	readonly owner: string;
	readonly record: CounterRecord;
	shown: boolean;
	/** What the portal committed, or answered: the reason of a refusal, or that it registered it. */
	committed: string | undefined;
	/** Its profile was lost with it, by a fault that no program can mend. */
	excused: string | undefined;
};

export const REGISTERED = "registered";
