import type { Trust } from "@/lib/trust/trust";
import type { GateChoice } from "../gate-choice";

/** What this device is at work at. `gate` undefined: it lost its post and takes over another gate's. */
export type AtWork = {
	readonly gate: GateChoice | undefined;
	/** Of the enrolled device, or one made for this page. */
	readonly deviceId: string;
	readonly trust: Trust | undefined;
};
