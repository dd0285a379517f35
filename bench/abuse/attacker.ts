/** Starts attacks in processes of their own: what they cost is not what genuine callers wait for in this one. */
import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { ROOT, TYPESCRIPT } from "../../scripts/bootstrap/project.mjs";
import type { Made, Target } from "./target";

export type Order = Omit<Target, "stop"> & { readonly name: string; readonly seconds: number };

/** Resolves when the process is ready; call what it answers to begin. */
export async function attacker(order: Order): Promise<() => Promise<Made>> {
	const child = fork(path.join(ROOT, "bench/abuse/attack.ts"), { execArgv: [...TYPESCRIPT], cwd: ROOT });
	const failed = new Promise<never>((_, reject) => {
		child.once("error", reject);
		child.once("exit", (status) => reject(new Error(`the attack "${order.name}" ended with status ${status}`)));
	});
	failed.catch(() => undefined); // awaited below, as far as it matters
	await Promise.race([once(child, "message"), failed]);
	return async () => {
		const made = once(child, "message");
		child.send(order);
		const [answer] = await Promise.race([made, failed]);
		child.disconnect();
		return answer as Made;
	};
}
