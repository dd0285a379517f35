/** What a venue's devices are put to: an event has gates and people inside, a train has controls on board. */
export const ASSIGNMENT_KINDS = ["event", "train"] as const;
export type AssignmentKind = (typeof ASSIGNMENT_KINDS)[number];
