/** A hand scanner's keys, which the browser takes for real ones, on a page with nothing but a field and a button. */
import { type Browser, chromium, expect, test as it, type Page } from "@playwright/test";
import { build } from "esbuild";
import { TEST_TEXTS } from "@/lib/scan/calibration";
import type { KeyPress } from "@/lib/scan/wedge-run";
import { ROOT } from "../../scripts/bootstrap/project.mjs";
import { findChromium } from "../../tools/chromium";
import { ENTER, keysOf, LINE_FEED, TAB, type Timing, timed } from "../support/key-timings";
import { keysLeft, typeTrusted, watchKeys } from "../support/trusted-keys";

/** As long as a pass, in its characters. */
const PASS = `RP1:${TEST_TEXTS.length.slice(9, 560)}`;
const PAGE = `<form><label>Code <input name="code"></label></form><button id="next">Suivant</button>`;
const LISTEN = `
	import { listenForWedge } from "@/lib/scan/listen-for-wedge";
	const seen = { texts: [], stutters: 0, pressed: 0, sent: 0 };
	globalThis.seen = seen;
	document.querySelector("button").addEventListener("click", () => seen.pressed++);
	document.querySelector("form").addEventListener("submit", (event) => {
		event.preventDefault();
		seen.sent++;
	});
	listenForWedge({
		onText: (text) => seen.texts.push(text) > 0,
		onStutter: () => seen.stutters++,
	});
`;

type Seen = { readonly texts: readonly string[]; stutters: number; pressed: number; sent: number };

let browser: Browser;
let script: string;
let page: Page;

it.beforeAll(async () => {
	const bundle = await build({
		stdin: { contents: LISTEN, resolveDir: ROOT, loader: "ts" },
		...{ bundle: true, write: false, format: "iife", absWorkingDir: ROOT },
	});
	script = bundle.outputFiles[0]?.text ?? "";
	const executablePath = await findChromium();
	if (executablePath === undefined) throw new Error("no Chromium: `npm test` installs one");
	browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
});
it.afterAll(async () => {
	await browser?.close();
});
it.beforeEach(async () => {
	page = await browser.newPage();
	await page.setContent(PAGE);
	await page.evaluate("globalThis.__name ??= (named) => named;");
	await watchKeys(page);
	await page.addScriptTag({ content: script });
});
it.afterEach(async () => {
	await page.close();
});

const seen = (): Promise<Seen> => page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);
const field = () => page.locator("input");
const scan = (text: string, timing: Timing = () => 5, suffix: readonly KeyPress[] = [ENTER]) =>
	typeTrusted(page, timed([...keysOf(text), ...suffix], timing));

const SUFFIXES = {
	CR: [ENTER],
	LF: [LINE_FEED],
	"CR LF": [ENTER, LINE_FEED],
	"CR CR": [ENTER, ENTER],
	"Tab CR": [TAB, ENTER],
};
for (const [name, suffix] of Object.entries(SUFFIXES)) {
	it(`[SC-12] suffix ${name}: the text is heard, and the button in focus is not pressed`, async () => {
		await page.locator("button").focus();
		await scan(PASS, () => 5, suffix);
		expect(await seen()).toEqual({ texts: [PASS], stutters: 0, pressed: 0, sent: 0 });
		expect(await keysLeft(page)).toEqual([]);
		await expect(page.locator("button")).toBeFocused();
		await page.waitForTimeout(400);
		await page.keyboard.press("Enter");
		expect((await seen()).pressed).toBe(1);
	});
}

it("[SC-11] pauses of 95 ms between all keys, and of 300 ms before one, are parts of a scan", async () => {
	await scan(PASS, () => 95);
	await scan(`${PASS}1`, (at) => (at === 100 ? 300 : 5));
	await scan(`${PASS}2`, (at) => (at === 10 ? 150 : 5));
	expect((await seen()).texts).toEqual([PASS, `${PASS}1`, `${PASS}2`]);
	expect(await keysLeft(page)).toEqual([]);
});

for (const gap of [5, 60]) {
	it(`[SC-13] a scan at ${gap} ms a key leaves a half-typed field as it was, and sends nothing`, async () => {
		await field().pressSequentially("4012", { delay: 90 });
		await page.waitForTimeout(1000);
		await scan(PASS, () => gap);
		await expect(field()).toHaveValue("4012");
		await expect(field()).toBeFocused();
		expect(await seen()).toMatchObject({ texts: [PASS], sent: 0 });
	});
}

it("[SC-13] typing at 60 ms a key stands as typed, and its return sends the form", async () => {
	await field().focus();
	await scan("99XM GQQB SA2B 9XWW", () => 60);
	await expect(field()).toHaveValue("99XM GQQB SA2B 9XWW");
	expect(await seen()).toMatchObject({ texts: [], sent: 1 });
});

it("[SC-13] keys that came faster than hands return to the caret, and the page hears of them", async () => {
	await field().fill("ABCD");
	await field().evaluate((input: HTMLInputElement) => {
		input.setSelectionRange(2, 2);
		input.addEventListener("input", () => {
			input.dataset["heard"] = input.value;
		});
	});
	await scan("12345", () => 6, []);
	await expect(field()).toHaveValue("AB12345CD");
	await expect(field()).toHaveAttribute("data-heard", "AB12345CD");
	expect((await seen()).texts).toEqual([]);
});

it("[SC-13] a retail code leaves no digit in a field", async () => {
	await field().fill("4");
	await scan("4006381333931", () => 45);
	await expect.poll(async () => (await seen()).texts).toEqual(["4006381333931"]);
	await expect(field()).toHaveValue("4");
	expect((await seen()).sent).toBe(0);
});

it("[SC-14] a scan whose beginning was lost is told as that, and is no text", async () => {
	await scan(PASS.slice(12));
	expect(await seen()).toMatchObject({ texts: [], stutters: 1 });
});
