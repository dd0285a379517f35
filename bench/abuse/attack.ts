/** One attack in a process of its own (attacker.ts). */
import { setMaxListeners } from "node:events";
import type { Order } from "./attacker";
import { ATTACKS } from "./attacks";

process.once("message", async ({ name, seconds, ...target }: Order) => {
	const attack = ATTACKS[name];
	if (attack === undefined) throw new Error(`no attack is called ${name}`);
	const stop = AbortSignal.timeout(seconds * 1_000);
	setMaxListeners(0, stop); // every socket that is held
	const made = await attack({ ...target, stop });
	process.send?.(made);
});
// The answer was read, or the bench is gone.
process.once("disconnect", () => process.exit(0));
process.send?.("ready");
