import type { Gate } from "@/lib/checkin/record-passage";

/** One evening at one place. */
export type Evening = {
	readonly assignment: string;
	readonly gates: readonly string[];
	/** Milliseconds. */
	readonly from: number;
	readonly until: number;
	readonly mode: Gate["mode"];
};
