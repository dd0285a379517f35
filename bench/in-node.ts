/** Verdicts in this process. */
import { PASS_FORMATS } from "@/lib/shared/pass-format";
import { openTrust } from "@/lib/trust/open-trust";
import { type Measured, measureFormat } from "./measure";
import type { BenchWorld } from "./world";

export async function measureInNode(world: BenchWorld): Promise<Measured[]> {
	const opened = await openTrust(world.bundle, { subtle: crypto.subtle });
	if (!opened.ok) throw new Error(opened.error.code);
	const measured: Measured[] = [];
	for (const format of PASS_FORMATS) {
		measured.push(await measureFormat(format, world, { trust: opened.value, processorTime }));
	}
	return measured;
}

function processorTime(): number {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
}
