/** What a gate is for: people come in, go out, or both by turns. */
export const GATE_ROLES = ["entry", "exit", "both"] as const;
export type GateRole = (typeof GATE_ROLES)[number];

/** Whether who left may come back: at will, one time, or not at all. */
export const REENTRIES = ["allowed", "once", "never"] as const;
export type Reentry = (typeof REENTRIES)[number];
