/** Verdicts in a page of a real Chromium, and the first verdict after a cold start from its cache. */
import { setTimeout as sleep } from "node:timers/promises";
import { openDevice, type TestDevice } from "../tests/support/browser";
import type { FirstVerdict, PageBench } from "./in-page";
import { type Measured, median } from "./measure";
import { servePage } from "./page-server";
import type { BenchWorld } from "./world";

/** Each with a browser of its own: nothing compiled, nothing read. */
const COLD_STARTS = 7;
/** Milliseconds until a browser that was just started is done with itself: its own beginnings are not what is measured. */
const BROWSER_SETTLES = 1_000;

declare const pageBench: PageBench;

export type InChromium = {
	readonly measured: readonly Measured[];
	/** The start that took the median time, and all times in milliseconds. */
	readonly firstVerdict: FirstVerdict & { readonly total: number; readonly all: readonly number[] };
};

export async function measureInChromium(world: BenchWorld): Promise<InChromium> {
	const server = await servePage(world, { script: "bench/in-page.ts" });
	const device = await openDevice({ origin: server.origin });
	try {
		const page = await device.open("/");
		const measured = await page.evaluate(() => pageBench.measure());
		await page.evaluate((root) => pageBench.keepWorld(root), world.bundle.root);
		return { measured, firstVerdict: await coldStarts(device, world) };
	} finally {
		await device.close();
		await server.close();
	}
}

async function coldStarts(device: TestDevice, { texts, now }: BenchWorld): Promise<InChromium["firstVerdict"]> {
	const starts: (FirstVerdict & { total: number })[] = [];
	for (let start = 0; start < COLD_STARTS; start++) {
		await device.restart();
		const page = await device.open("/");
		await sleep(BROWSER_SETTLES);
		const times = await page.evaluate(([text, time]) => pageBench.firstVerdict(text, time), [
			texts.hc1[start] ?? "",
			now,
		] as const);
		starts.push({ ...times, total: times.read + times.open + times.verdict });
	}
	const all = starts.map(({ total }) => total);
	const typical = starts.find(({ total }) => total === median(all));
	if (!typical) throw new Error("no cold start was measured");
	return { ...typical, all };
}
