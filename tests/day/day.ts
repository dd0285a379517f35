import type { TestDevice } from "../support/browser";
import type { TestPortal } from "../support/portal";
import type { Paper } from "./read-paper";

/** What every hour of the day has at hand. */
export type Day = {
	readonly portal: TestPortal;
	readonly papers: Paper[];
	readonly say: (text: string) => void;
	/** A device that is closed at the end. */
	readonly keep: (device: TestDevice) => TestDevice;
};
