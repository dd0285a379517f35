/** Who did what a test's set-up does. */
import type { Actor } from "@/lib/server/audit/actor";

export const OPERATOR: Actor = { kind: "operator", name: "essai" };
export const COMMAND: Actor = { kind: "command", name: "essai" };
