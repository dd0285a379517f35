/**
 * Real browsers with their own lasting profile: what a counter, a door or a holder's phone is in a test.
 *
 * A device can be closed and opened again (a cold start), or killed as by a power cut. Storage is granted durable, as
 * it is on an installed app; the camera shows a Motion JPEG file.
 */
import { cp, mkdtemp, readlink, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type BrowserContext, chromium, type Page } from "@playwright/test";
import { findChromium } from "../../tools/chromium";
import { PAGE_SCRIPTS } from "./page-scripts";

const FLAGS = [
	"--no-sandbox",
	"--disable-gpu",
	"--disable-quic",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
	// Into the profile, for last-screens.ts.
	"--enable-logging",
	"--use-fake-ui-for-media-stream",
	"--use-fake-device-for-media-stream",
];

export type DeviceOptions = {
	/** Address of the portal: where storage is granted durable. */
	readonly origin: string;
	/** Motion JPEG file that the camera shows; a test pattern without it. */
	readonly clip?: string;
	/** Refuses durable storage, as a private window does. */
	readonly fleeting?: boolean;
	readonly locale?: string;
	/** IANA name of the zone that its computer is set to; Paris without it. */
	readonly zone?: string;
	readonly viewport?: { readonly width: number; readonly height: number };
	/** Dots for each pixel, as on a good screen or a printer. */
	readonly density?: number;
};

export type TestDevice = {
	/** Folder of all that this browser keeps. */
	readonly profile: string;
	/** The context of now: another one after `restart`. */
	readonly context: () => BrowserContext;
	/** A page of now, opened at a path of the portal or at a whole address. */
	open(place: string): Promise<Page>;
	/** Closes the browser and starts it again on the same profile: nothing of the old process is left. */
	restart(): Promise<void>;
	/**
	 * SIGKILL to the browser's process, whatever it is doing, as by a power cut; then it is started on the same profile.
	 * `between`: what happens to the profile meanwhile.
	 */
	kill(between?: () => Promise<void>): Promise<void>;
	/**
	 * Another device on a copy of this one's profile folder, taken while its browser is closed: as somebody copies it to
	 * another computer, or a backup keeps it. This one is started again.
	 */
	copy(): Promise<TestDevice>;
	/** Closes the browser, looks, and starts it again. */
	whileClosed<Value>(look: () => Promise<Value>): Promise<Value>;
	/** Ends the browser and deletes its profile. */
	close(): Promise<void>;
	/** What the content security policy stopped, and errors that no page caught, since the device was made. */
	readonly faults: readonly string[];
};

export async function openDevice(options: DeviceOptions): Promise<TestDevice> {
	return openProfile(await newProfile(), options);
}

const newProfile = () => mkdtemp(path.join(tmpdir(), "relais-browser-"));

async function openProfile(profile: string, options: DeviceOptions): Promise<TestDevice> {
	const faults: string[] = [];
	let context = await launch(profile, options, faults);
	return {
		profile,
		context: () => context,
		open: async (place) => {
			const page = await context.newPage();
			await page.goto(new URL(place, options.origin).href);
			return page;
		},
		restart: async () => {
			await context.close();
			context = await launch(profile, options, faults);
		},
		kill: async (between) => {
			const closed = context.waitForEvent("close");
			process.kill(await processOf(profile), "SIGKILL");
			await closed;
			await between?.();
			context = await launch(profile, options, faults);
		},
		copy: async () => {
			await context.close();
			const copied = await newProfile();
			await copyProfile(profile, copied);
			context = await launch(profile, options, faults);
			return openProfile(copied, options);
		},
		whileClosed: async (look) => {
			await context.close();
			try {
				return await look();
			} finally {
				context = await launch(profile, options, faults);
			}
		},
		close: async () => {
			await context.close();
			await rm(profile, { recursive: true, force: true, maxRetries: 5 });
		},
		faults,
	};
}

/** Of a browser that is closed. The locks of one that runs are links that lead nowhere afterwards. */
export const copyProfile = (from: string, to: string): Promise<void> =>
	cp(from, to, { recursive: true, filter: (file) => !path.basename(file).startsWith("Singleton") });

/** A running browser names its process in its profile: `<host>-<pid>`. */
async function processOf(profile: string): Promise<number> {
	const lock = await readlink(path.join(profile, "SingletonLock"));
	return Number(lock.slice(lock.lastIndexOf("-") + 1));
}

async function launch(profile: string, options: DeviceOptions, faults: string[]): Promise<BrowserContext> {
	const executablePath = await findChromium();
	if (executablePath === undefined) throw new Error("no Chromium: `npm test` installs one");
	const context = await chromium.launchPersistentContext(profile, {
		executablePath,
		args: options.clip ? [...FLAGS, `--use-file-for-fake-video-capture=${options.clip}`] : FLAGS,
		locale: options.locale ?? "fr-FR",
		timezoneId: options.zone ?? "Europe/Paris",
		...(options.viewport ? { viewport: options.viewport } : {}),
		...(options.density ? { deviceScaleFactor: options.density } : {}),
	});
	await context.exposeBinding("relaisTestFault", (_source, text: string) => {
		faults.push(text);
	});
	for (const script of PAGE_SCRIPTS) await context.addInitScript(script);
	for (const page of context.pages()) watch(page, faults);
	context.on("page", (page) => watch(page, faults));
	if (!options.fleeting) await grantDurableStorage(context, options.origin);
	return context;
}

/** Ends a page's process without telling the page, as a system short of memory does. */
export async function killTab(page: Page): Promise<void> {
	const session = await page.context().newCDPSession(page);
	const crashed = page.waitForEvent("crash");
	// The command is never answered: the process that should answer has ended.
	session.send("Page.crash").catch(() => undefined);
	await crashed;
	await page.close();
}

function watch(page: Page, faults: string[]): void {
	page.on("pageerror", (error) => faults.push(`uncaught: ${error.stack ?? error.message}`));
}

/** The grant lasts as long as the session does: it is held by the browser's first page, which tests leave alone. */
async function grantDurableStorage(context: BrowserContext, origin: string): Promise<void> {
	const keeper = context.pages()[0] ?? (await context.newPage());
	const session = await context.newCDPSession(keeper);
	await session.send("Browser.setPermission", {
		origin,
		permission: { name: "persistent-storage" },
		setting: "granted",
	});
}
