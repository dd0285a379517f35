/** A browser of any engine as a device of a test: what tests/support/browser.ts is for Chromium. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { drawnCameraScript } from "../support/drawn-camera";
import { PAGE_SCRIPTS } from "../support/page-scripts";
import type { Engine, EngineOptions, StorageAnswer } from "./engines/engine";
import { type BrowserPage, browserPage } from "./page/browser-page";

export type BrowserOptions = {
	/** Address of the portal. */
	readonly origin: string;
	/** `granted` without it: an installed app, or a person who said yes. */
	readonly storage?: StorageAnswer;
	/** A camera whose picture the test draws, or the engine's own mock. Without it the engine's own, which is none. */
	readonly camera?: "drawn" | "mock";
	readonly privateWindow?: boolean;
	readonly viewport?: { readonly width: number; readonly height: number };
	readonly locale?: "fr" | "en";
};

export type BrowserUnderTest = {
	/** A page of now, opened at a path of the portal or at a whole address. */
	open(place: string): Promise<BrowserPage>;
	/** Ends the browser and starts it again on the same profile: a cold start. */
	restart(): Promise<void>;
	/** Ends the browser and deletes its profile. */
	close(): Promise<void>;
	/** What the content security policy stopped, and errors that no page caught, in pages that are closed by now. */
	readonly faults: readonly string[];
};

const LANGUAGES = { fr: ["fr-FR", "fr"], en: ["en-GB", "en"] } as const;

export async function openBrowser(engine: Engine, options: BrowserOptions): Promise<BrowserUnderTest> {
	const profile = await mkdtemp(path.join(tmpdir(), "relais-browser-"));
	const faults: string[] = [];
	const settings: EngineOptions = {
		profile,
		storage: options.storage ?? "granted",
		mockCamera: options.camera === "mock",
		privateWindow: options.privateWindow ?? false,
		...(options.viewport ? { viewport: options.viewport } : {}),
		languages: LANGUAGES[options.locale ?? "fr"],
		scripts: [...PAGE_SCRIPTS, `(${reportUncaught})();`, ...(options.camera === "drawn" ? [drawnCameraScript()] : [])],
		onFault: (text) => faults.push(text),
	};
	let running = await engine.launch(settings);
	return {
		open: async (place) => {
			const page = browserPage(await running.newTab(), options.origin);
			await page.goto(place);
			return page;
		},
		restart: async () => {
			await running.close();
			running = await engine.launch(settings);
		},
		close: async () => {
			await running.close();
			await rm(profile, { recursive: true, force: true, maxRetries: 5 });
		},
		faults,
	};
}

/** Runs in the page. */
function reportUncaught(): void {
	const report = (text: string) =>
		(globalThis as unknown as { relaisTestFault(text: string): void }).relaisTestFault(`uncaught: ${text}`);
	addEventListener("error", ({ message, filename, lineno }) => report(`${message} ${filename}:${lineno}`));
	addEventListener("unhandledrejection", ({ reason }) => report(`${reason} ${reason?.stack ?? ""}`));
}
