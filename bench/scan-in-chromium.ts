/** The scanner's bench from outside its page: what is served to it, and what only the browser can tell of it. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { CDPSession, Page } from "@playwright/test";
import { z } from "zod";
import type { TestDevice } from "../tests/support/browser";
import { median } from "./measure";
import { type PageServer, type Resource, servePage } from "./page-server";
import { type Clip, makeClips } from "./scan-clips";
import type { ImageRead, ScanBench } from "./scan-page";
import type { BenchWorld } from "./world";

declare global {
	var scanBench: ScanBench;
}

const manifest = z.array(z.object({ file: z.string(), expected: z.string().nullable() }));

export type Corpus = { readonly folder: string; readonly images: z.infer<typeof manifest> };

export function readCorpus(folder: string): Corpus {
	return { folder, images: manifest.parse(JSON.parse(readFileSync(path.join(folder, "manifest.json"), "utf8"))) };
}

export async function openScanPage(
	world: BenchWorld,
	{ root, corpus }: { root: string; corpus: Corpus | undefined },
): Promise<{ server: PageServer; clips: readonly Clip[] }> {
	const decoder = ["scan-worker.js", readerName(root)].map((name): [string, Resource] => {
		const type = name.endsWith(".js") ? "text/javascript" : "application/wasm";
		return [`/zxing/${name}`, { type, body: readFileSync(path.join(root, "public/zxing", name)) }];
	});
	const images = (corpus?.images ?? []).map(({ file }): [string, Resource] => [
		`/corpus/${file}`,
		{ type: "application/octet-stream", body: readFileSync(path.join(corpus?.folder ?? "", file)) },
	]);
	const server = await servePage(world, { script: "bench/scan-page.ts", beside: [...decoder, ...images] });
	return { server, clips: await makeClips(world) };
}

function readerName(root: string): string {
	const { version } = z
		.object({ version: z.string() })
		.parse(JSON.parse(readFileSync(path.join(root, "node_modules/zxing-wasm/package.json"), "utf8")));
	return `reader-${version}.wasm`;
}

export type MeasuredCorpus = readonly (ImageRead & { readonly file: string; readonly code: boolean })[];

export async function measureCorpus(page: Page, { images }: Corpus): Promise<MeasuredCorpus> {
	const measured: MeasuredCorpus[number][] = [];
	for (const { file, expected } of images) {
		const read = await page.evaluate(([address, text]) => scanBench.readImage(address, text), [
			`/corpus/${file}`,
			expected,
		] as const);
		measured.push({ ...read, file, code: expected !== null });
	}
	return measured;
}

/** Milliseconds; undefined: not within the limit. */
export type MeasuredClip = {
	readonly name: string;
	readonly door: number | undefined;
	readonly cold: number | undefined;
	readonly zxingBrowser: number | undefined;
};

export type MeasuredClips = { readonly clips: readonly MeasuredClip[]; readonly longestTask: Task };

/** Milliseconds after which a reader has not read a clip. */
export const CLIP_LIMIT = 5000;
const TAKES = 3;

export async function measureClips(device: TestDevice, page: Page, clips: readonly Clip[]): Promise<MeasuredClips> {
	const measured: MeasuredClip[] = [];
	const tasks: Task[] = [];
	for (const clip of clips) {
		const takes: (number | undefined)[] = [];
		await page.evaluate((one) => scanBench.hold(one), clip);
		const trace = await startTrace(device, page);
		for (let take = 0; take < TAKES; take++) takes.push(await doorOn(page, clip.text, false));
		tasks.push(...(await trace.end()).of("CrRendererMain"));
		const zxingBrowser = await page.evaluate(([text, limit]) => scanBench.zxingBrowserOn(text, { limit }), [
			clip.text,
			CLIP_LIMIT,
		] as const);
		const read = takes.filter((take) => take !== undefined);
		const door = read.length < TAKES ? undefined : median(read);
		measured.push({ name: clip.name, door, cold: await doorOn(page, clip.text, true), zxingBrowser });
	}
	const longest = (by: keyof Task) => Math.max(...tasks.map((task) => task[by]));
	return { clips: measured, longestTask: { clock: longest("clock"), processor: longest("processor") } };
}

function doorOn(page: Page, text: string, cold: boolean): Promise<number | undefined> {
	return page.evaluate(([expected, options]) => scanBench.doorOn(expected, options), [
		text,
		{ limit: CLIP_LIMIT, cold },
	] as const);
}

/** Milliseconds of one frame: by the clock, and of the worker's own processor time, which other work does not lengthen. */
export type MeasuredFrame = { readonly clock: number; readonly processor: number };

/** Whole rounds of efforts. */
const BLANK_ROUNDS = 4;

export async function measureBlankFrames(device: TestDevice, page: Page): Promise<MeasuredFrame> {
	await page.evaluate(() => scanBench.blankFrames(1));
	const trace = await startTrace(device, page);
	const { mean, frames } = await page.evaluate((rounds) => scanBench.blankFrames(rounds), BLANK_ROUNDS);
	const tasks = (await trace.end()).of("DedicatedWorker thread");
	return { clock: mean, processor: tasks.reduce((sum, { processor }) => sum + processor, 0) / frames };
}

type TraceEvent = { readonly name: string; readonly tid: number; readonly pid: number } & {
	/** Microseconds, by the clock and of processor time. */
	readonly dur?: number;
	readonly tdur?: number;
	readonly args?: { readonly name?: string };
};

/** Milliseconds. */
type Task = { readonly clock: number; readonly processor: number };
type Tasks = { readonly of: (thread: string) => readonly Task[] };

const TASKS = "disabled-by-default-devtools.timeline";

/** Every task of every thread of the page, as the browser's tracing sees it. */
async function startTrace(device: TestDevice, page: Page): Promise<{ end(): Promise<Tasks> }> {
	const session = await device.context().newCDPSession(page);
	const events: TraceEvent[] = [];
	session.on("Tracing.dataCollected", ({ value }) => {
		events.push(...(value as unknown as TraceEvent[]));
	});
	await session.send("Tracing.start", {
		traceConfig: { includedCategories: ["toplevel", "devtools.timeline", TASKS] },
	});
	return {
		end: async () => {
			const complete = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
			await session.send("Tracing.end");
			await complete;
			await session.detach();
			return { of: (thread) => tasksOf(events, thread) };
		},
	};
}

function tasksOf(events: readonly TraceEvent[], thread: string): readonly Task[] {
	const named = events.filter(({ name, args }) => name === "thread_name" && args?.name === thread);
	const threads = new Set(named.map(({ pid, tid }) => `${pid}.${tid}`));
	const own = events.filter(({ pid, tid }) => threads.has(`${pid}.${tid}`));
	// Two layers of the browser note the same tasks; either will do, both would count twice.
	for (const layer of ["RunTask", "ThreadControllerImpl::RunTask"]) {
		const tasks = own.filter(({ name }) => name === layer);
		if (tasks.length > 0)
			return tasks.map(({ dur = 0, tdur = dur }) => ({ clock: dur / 1000, processor: tdur / 1000 }));
	}
	throw new Error(`the trace holds no task of ${thread}`);
}

/** Seconds of processor time in a minute, of the whole browser. */
export type MeasuredIdle = { readonly searching: number; readonly idle: number; readonly video: number };

/** Milliseconds: rest begins after 20 s without movement. */
const REST_BEGINS = 25_000;
const SEARCHING = 15_000;
const MINUTE = 60_000;

export async function measureIdle(device: TestDevice, page: Page): Promise<MeasuredIdle> {
	const browser = device.context().browser();
	if (browser === null) throw new Error("no session with the browser itself");
	const session = await browser.newBrowserCDPSession();
	await page.evaluate(() => scanBench.idle("door"));
	await sleep(2000);
	const searching = await processorTime(session, SEARCHING);
	await sleep(REST_BEGINS - SEARCHING);
	const idle = await processorTime(session, MINUTE);
	await page.evaluate(() => scanBench.idle("video"));
	await sleep(2000);
	const video = await processorTime(session, SEARCHING);
	await page.evaluate(() => scanBench.stop());
	await session.detach();
	return { searching, idle, video };
}

async function processorTime(session: CDPSession, ms: number): Promise<number> {
	const spent = async () => {
		const { processInfo } = await session.send("SystemInfo.getProcessInfo");
		return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
	};
	const before = await spent();
	await sleep(ms);
	return (((await spent()) - before) * MINUTE) / ms;
}
