/**
 * Chromium in the guise of another browser, as far as an enrolment looks: its name, its touch screen, how it was opened,
 * and what it says when it is asked to keep what is stored. The engines themselves are tried by `npm run test:browsers`.
 */
import type { Page } from "@playwright/test";
import type { TestDevice } from "./browser";

const SAFARI = "AppleWebKit/605.1.15 (KHTML, like Gecko)";
const CHROME = "AppleWebKit/537.36 (KHTML, like Gecko)";

const AGENTS = {
	iphone: `Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) ${SAFARI} Version/18.5 Mobile/15E148 Safari/604.1`,
	iphoneApp: `Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) ${SAFARI} Mobile/15E148`,
	/** An iPad too, which has a touch screen. */
	macSafari: `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${SAFARI} Version/18.5 Safari/605.1.15`,
	firefox: "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0",
	firefoxAndroid: "Mozilla/5.0 (Android 14; Mobile; rv:153.0) Gecko/153.0 Firefox/153.0",
	chrome: `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME} Chrome/138.0.0.0 Safari/537.36`,
	chromeAndroid: `Mozilla/5.0 (Linux; Android 10; K) ${CHROME} Chrome/138.0.0.0 Mobile Safari/537.36`,
	webView: `Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) ${CHROME} Version/4.0 Chrome/138.0.0.0 Mobile Safari/537.36`,
	other: `Mozilla/5.0 (X11; Linux x86_64) ${SAFARI} Version/18.5 Safari/605.1.15`,
} as const;

export type Guise = {
	readonly agent: keyof typeof AGENTS;
	readonly touchPoints?: number;
	/** Opened from the Home Screen or as an installed app. */
	readonly installed?: boolean;
	/** What `navigator.storage.persist()` does; `missing`: there is no `navigator.storage`. Promised only once asked. */
	readonly persist: "promises" | "refuses" | "pends" | "fails" | "missing";
	/** The person said no for good. */
	readonly denied?: boolean;
	/** A private window of Firefox or Safari: a database, and no file system. */
	readonly privateWindow?: boolean;
	/** Cookies and site data are blocked. */
	readonly storageOff?: boolean;
	readonly clipboard?: "refuses";
};

/** A page of the device that goes for another browser, opened at a path of the portal. */
export async function openAs(
	device: TestDevice,
	{ guise, address }: { readonly guise: Guise; readonly address: string },
): Promise<Page> {
	const page = await device.context().newPage();
	await page.addInitScript(dress, { ...guise, userAgent: AGENTS[guise.agent] });
	await page.goto(address);
	return page;
}

/** How often the page has asked the browser to keep what is stored. */
export const timesAsked = (page: Page): Promise<number> =>
	page.evaluate(() => (globalThis as unknown as { relaisAsked?: number }).relaisAsked ?? 0);

/** Runs in the page, before it. */
function dress(guise: Guise & { readonly userAgent: string }): void {
	const world = globalThis as unknown as { relaisAsked: number };
	world.relaisAsked = 0;
	const set = (target: object, name: string, value: unknown) =>
		Object.defineProperty(target, name, { configurable: true, get: () => value });
	set(Navigator.prototype, "userAgent", guise.userAgent);
	set(Navigator.prototype, "maxTouchPoints", guise.touchPoints ?? 0);
	if (guise.installed === true) {
		const { matchMedia } = window;
		window.matchMedia = (query) => matchMedia.call(window, query === "(display-mode: standalone)" ? "all" : query);
	}
	if (guise.storageOff === true) {
		Object.defineProperty(window, "sessionStorage", {
			configurable: true,
			get: () => {
				throw new DOMException("", "SecurityError");
			},
		});
	}
	if (guise.clipboard === "refuses") {
		const refused = async () => {
			throw new DOMException("", "NotAllowedError");
		};
		Clipboard.prototype.readText = refused;
		Clipboard.prototype.writeText = refused;
	}
	if (guise.persist === "missing") {
		set(Navigator.prototype, "storage", undefined);
		return;
	}
	let promised = false;
	StorageManager.prototype.persisted = async () => promised;
	StorageManager.prototype.persist = async () => {
		world.relaisAsked++;
		if (guise.persist === "pends") return new Promise(() => undefined);
		if (guise.persist === "fails") throw new TypeError("");
		promised = guise.persist === "promises";
		return promised;
	};
	if (guise.privateWindow === true) {
		StorageManager.prototype.getDirectory = async () => {
			throw new DOMException("", "SecurityError");
		};
	}
	const { query } = Permissions.prototype;
	Permissions.prototype.query = async function (asked) {
		const state =
			(asked.name as string) === "persistent-storage" ? (guise.denied === true ? "denied" : "prompt") : null;
		return state === null ? query.call(this, asked) : ({ state } as PermissionStatus);
	};
}
