/** What a long evening leaves in memory: nothing. Of the worker two thousand scans, of the screens a queue of people. */
import { expect, test as it, type Page } from "@playwright/test";
import { encode } from "uqr";
import { ZXING_WASM_VERSION } from "zxing-wasm/reader";
import { attest, BLOCK_COUNT, BLOCK_FIRST, bundle, delegationJwt, NOW } from "../support/authority";
import { nextPerson, verdictAfter } from "../support/door-page";
import { type DoorStage, relaunchDoor, stageDoor } from "../support/door-stage";
import { show } from "../support/drawn-camera";
import { type HeapMeter, openHeapMeter } from "../support/heap-usage";

let stage: DoorStage;
let page: Page;
let meter: HeapMeter;

it.describe.configure({ mode: "serial" });
it.beforeAll(async () => {
	it.setTimeout(600_000);
	stage = await stageDoor();
	await stage.portal.kill();
});
it.afterAll(async () => {
	await stage?.close();
});

const LISTS = bundle({ delegations: [delegationJwt()] });

const MEGABYTE = 1_000_000;
/** Frames under way, and what the decoder takes for the largest of them: not what thousands would add up to. */
const FRAMES = 24 * MEGABYTE;
const SCANS = 2000;
/** After which the decoder's memory and the compiler's have the size that they keep. */
const SETTLED = 500;

/** Passes of invented people, all different; every eighth is drawn as a code and decoded, all are judged. */
function passes(first: number, count: number) {
	return Array.from({ length: count }, (_, i) => {
		const number = first + i;
		const text = attest({ s: BLOCK_FIRST + (number % BLOCK_COUNT), n: [`ESSAI ${number}`, "Camille"], p: "1232" });
		return { text, rows: number % 8 === 0 ? encode(text, { ecc: "L", border: 4 }).data : undefined };
	});
}

type Scan = ReturnType<typeof passes>[number];
type Bench = { relaisScan: (scans: readonly Scan[]) => Promise<{ read: number; accepted: number }> };

/** Runs in the page: the door's own worker, spoken to as the page speaks to it. */
async function startWorker(given: { bundle: unknown; now: number; wasm: string }): Promise<void> {
	const worker = new Worker("/zxing/scan-worker.js");
	let next = 0;
	const ask = (request: object, transfer: Transferable[] = []) =>
		new Promise<Record<string, unknown>>((resolve) => {
			const id = next++;
			const hear = ({ data }: MessageEvent<Record<string, unknown>>) => {
				if (data["id"] !== id) return;
				worker.removeEventListener("message", hear);
				resolve(data);
			};
			worker.addEventListener("message", hear);
			worker.postMessage({ ...request, id }, transfer);
		});
	await ask({ type: "prepare", wasmUrl: new URL(given.wasm, location.origin).href });
	await ask({ type: "trust", bundle: given.bundle });
	const canvas = new OffscreenCanvas(720, 720);
	const draw = (rows: readonly (readonly boolean[])[]) => {
		const context = canvas.getContext("2d");
		if (context === null) throw new Error("no 2d context");
		context.fillStyle = "#fff";
		context.fillRect(0, 0, 720, 720);
		context.fillStyle = "#000";
		const side = 720 / rows.length;
		rows.forEach((row, y) => {
			row.forEach((dark, x) => {
				if (dark) context.fillRect(x * side, y * side, side + 0.4, side + 0.4);
			});
		});
		return canvas.transferToImageBitmap();
	};
	Object.assign(globalThis, {
		relaisScan: async (scans: readonly Scan[]) => {
			const counts = { read: 0, accepted: 0 };
			for (const { text, rows } of scans) {
				const bitmap = draw(rows ?? [[false]]);
				const seen = await ask({ type: "look", effort: "fast", scale: 1, bitmap }, [bitmap]);
				if ((seen["texts"] as string[]).includes(text)) counts.read++;
				const judged = await ask({ type: "judge", text, now: given.now, occasion: { activity: "venue" } });
				if ((judged["verdict"] as { outcome: string }).outcome === "accepted") counts.accepted++;
			}
			return counts;
		},
	});
}

it("[SC-29] two thousand scans leave the heaps of page and worker as they were", async () => {
	it.setTimeout(300_000);
	page = await stage.door.open("/");
	meter = await openHeapMeter(page);
	await page.evaluate(startWorker, { bundle: LISTS, now: NOW, wasm: `/zxing/reader-${ZXING_WASM_VERSION}.wasm` });
	const scan = (first: number, count: number) =>
		page.evaluate((scans) => (globalThis as unknown as Bench).relaisScan(scans), passes(first, count));
	const totals = { read: 0, accepted: 0 };
	let settled = await meter.measure();
	for (let first = 0; first < SCANS; first += SETTLED) {
		const { read, accepted } = await scan(first, SETTLED);
		totals.read += read;
		totals.accepted += accepted;
		if (first === 0) settled = await meter.measure();
	}
	expect(totals).toEqual({ read: SCANS / 8, accepted: SCANS });
	const after = await meter.measure();
	expect(settled.workers).toBeGreaterThan(0);
	expect(after.workers - settled.workers).toBeLessThan(MEGABYTE);
	expect(after.page - settled.page).toBeLessThan(MEGABYTE);
	expect(after.buffers - settled.buffers).toBeLessThan(FRAMES);
	await meter.close();
	await page.close();
});

it("[SC-29] a queue of people leaves the heap of the door's screens as it was", async () => {
	it.setTimeout(300_000);
	page = await relaunchDoor(stage.door);
	meter = await openHeapMeter(page);
	const admit = async (count: number) => {
		for (let i = 0; i < count; i++) {
			const { text } = await stage.counter.issue({ n: ["ESSAI", `Personne ${i}`] });
			const { outcome } = await verdictAfter(page, () => show(page, text), { hold: true });
			expect(outcome).toBe("admitted");
			await nextPerson(page);
		}
	};
	await admit(10);
	const settled = await meter.measure();
	await admit(20);
	const after = await meter.measure();
	expect(after.page - settled.page).toBeLessThan(2 * MEGABYTE);
	expect(after.workers - settled.workers).toBeLessThan(2 * MEGABYTE);
	expect(after.buffers - settled.buffers).toBeLessThan(FRAMES);
	await meter.close();
});
