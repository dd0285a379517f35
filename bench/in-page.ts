/**
 * The bench's part inside a page, built by ./page-server.ts: the same measurements as in Node, and what a door does when
 * it is opened in the morning. Reads and writes the cache through the app's own modules.
 */
import { PASS_FORMATS } from "@/lib/shared/pass-format";
import "@/lib/shared/zod-without-eval";
import { loadBundle, pinRoot } from "@/lib/device/trust/list-store";
import { refreshBundle } from "@/lib/device/trust/refresh";
import { openTrust } from "@/lib/trust/open-trust";
import { verifyPass } from "@/lib/verify/verify-pass";
import { type Measured, measureFormat } from "./measure";
import type { BenchWorld } from "./world";

/** Milliseconds. */
export type FirstVerdict = {
	/** The files out of IndexedDB. */
	readonly read: number;
	/** Their signatures and digests checked, and made ready to be looked up. */
	readonly open: number;
	readonly verdict: number;
};

export type PageBench = {
	measure(): Promise<Measured[]>;
	/** Fetches the published files and keeps them, as an enrolled door does. */
	keepWorld(root: string): Promise<void>;
	firstVerdict(text: string, now: number): Promise<FirstVerdict>;
};

const { subtle } = crypto;

const pageBench: PageBench = {
	async measure() {
		const world = (await (await fetch("/world.json")).json()) as BenchWorld;
		const opened = await openTrust(world.bundle, { subtle });
		if (!opened.ok) throw new Error(opened.error.code);
		const measured: Measured[] = [];
		for (const format of PASS_FORMATS) measured.push(await measureFormat(format, world, { trust: opened.value }));
		return measured;
	},

	async keepWorld(root) {
		await pinRoot(root);
		const refreshed = await refreshBundle();
		if (!refreshed.ok) throw new Error(refreshed.error.code);
		if (refreshed.value.refused) throw new Error(refreshed.value.refused);
	},

	async firstVerdict(text, now) {
		const times = [performance.now()];
		const bundle = await loadBundle();
		times.push(performance.now());
		if (!bundle) throw new Error("no world in the cache");
		const opened = await openTrust(bundle, { subtle });
		times.push(performance.now());
		if (!opened.ok) throw new Error(opened.error.code);
		if (!opened.value.deny) throw new Error("the world was kept without its deny file");
		const { outcome } = await verifyPass(text, opened.value, { now });
		times.push(performance.now());
		if (outcome !== "accepted") throw new Error(`the first verdict was ${outcome}`);
		const [read = 0, open = 0, verdict = 0] = times.slice(1).map((time, i) => time - (times[i] ?? 0));
		return { read, open, verdict };
	},
};

Object.assign(globalThis, { pageBench });
