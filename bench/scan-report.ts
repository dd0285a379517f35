/** What the scanner's bench prints, and the limits that it holds the scanner to. */
import { median } from "./measure";
import {
	CLIP_LIMIT,
	type MeasuredClip,
	type MeasuredClips,
	type MeasuredCorpus,
	type MeasuredFrame,
	type MeasuredIdle,
} from "./scan-in-chromium";

/** Milliseconds from getUserMedia to the verdict, on clips that the other needs over a second for or never reads. */
const VERDICT_LIMIT = 450;
const OTHER_SLOW = 1000;
/** Milliseconds for a frame without a code, in the mean over all efforts. */
const FRAME_LIMIT = 12;
/** The efforts that there were before the seldom ones. */
const FIRST_THREE = new Set(["fast", "full", "magnified"]);

/** True: within the limits. */
export function printCorpus(images: MeasuredCorpus): boolean {
	const codes = images.filter(({ code }) => code);
	const blank = images.length - codes.length;
	const count = (of: (image: MeasuredCorpus[number]) => boolean) => codes.filter(of).length;
	const door = count((image) => image.door !== undefined);
	const three = count((image) => FIRST_THREE.has(image.door ?? ""));
	const denoised = count((image) => image.denoised);
	const invented = images.filter((image) => image.invented).length;
	console.log(`corpus: ${images.length} images, ${codes.length} with a code`);
	const line = (name: string, read: number) => console.log(`  ${name.padEnd(46)}${read} of ${codes.length}`);
	line("door, all efforts", door);
	line("door, the first three efforts", three);
	line("zxing-wasm, full options with denoising", denoised);
	line(
		"@zxing/browser",
		count((image) => image.zxingBrowser),
	);
	console.log(
		`  images judged as they should be, with those without a code: ${door + blank - invented} of ${images.length}`,
	);
	console.log(`  texts invented: ${invented}`);
	const missed = codes.filter((image) => image.door === undefined).map(({ file }) => file);
	console.log(`  the door did not read: ${missed.join(", ")}`);
	return (
		within("the door reads no less than with its first three efforts", door >= three) &&
		within("the door reads more than zxing-wasm with denoising", door > denoised) &&
		within("nothing is invented", invented === 0)
	);
}

/** True: within the limit. */
export function printFrame({ clock, processor }: MeasuredFrame): boolean {
	console.log(
		`frame without a code, in the mean over all efforts: ${processor.toFixed(1)} ms of the worker's processor time ` +
			`(limit ${FRAME_LIMIT}), ${clock.toFixed(1)} ms by the clock of this machine with all else that it does`,
	);
	return within("a frame without a code", processor <= FRAME_LIMIT);
}

/** True: within the limit. */
export function printClips({ clips, longestTask }: MeasuredClips): boolean {
	console.log(`${"from getUserMedia, ms".padEnd(26)}${row(["door: verdict", "worker cold", "@zxing/browser"])}`);
	for (const { name, door, cold, zxingBrowser } of clips) {
		console.log(name.padEnd(26) + row([door, cold, zxingBrowser].map(shown)));
	}
	const hard = clips.filter(({ zxingBrowser }) => zxingBrowser === undefined || zxingBrowser > OTHER_SLOW);
	const typical = median(hard.map(({ door }) => door ?? CLIP_LIMIT));
	console.log(
		`median to the verdict on the ${hard.length} clips that @zxing/browser needs over a second for, or never reads: ` +
			`${typical.toFixed(0)} ms (limit ${VERDICT_LIMIT})`,
	);
	const { clock, processor } = longestTask;
	console.log(
		`longest task of the page while scanning: ${processor.toFixed(1)} ms of processor time, ${clock.toFixed(1)} ms by the clock`,
	);
	return within("the time to the verdict", hard.length === 0 || typical <= VERDICT_LIMIT);
}

export function printIdle({ searching, idle, video }: MeasuredIdle): void {
	const seconds = (time: number) => `${time.toFixed(1)} s`;
	console.log(
		`processor time of a minute, whole browser: ${seconds(idle)} idle, ${seconds(searching)} while every frame is ` +
			`searched, ${seconds(video)} for the drawn video alone`,
	);
}

function within(what: string, kept: boolean): boolean {
	if (!kept) console.log(`beyond the limit: ${what}`);
	return kept;
}

function shown(ms: MeasuredClip["door"]): string {
	return ms === undefined ? `not in ${CLIP_LIMIT / 1000} s` : ms.toFixed(0);
}

function row(cells: readonly string[]): string {
	return cells.map((cell) => cell.padStart(16)).join("");
}
