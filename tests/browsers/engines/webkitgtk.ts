/** WebKitGTK, as Debian packages it: its WebDriver, and a window of ours with a lasting profile on a screen in memory. */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { ROOT } from "../../../scripts/bootstrap/project.mjs";
import { freePort } from "../../../server/port";
import type { Engine, EngineOptions, EngineTab, Region } from "./engine";
import { PLACES } from "./packages";
import { ended, firstWord, untilItWorks } from "./processes";
import { type WebDriver, webDriver } from "./webdriver";

const LAUNCHER = path.join(ROOT, "tests/browsers/engines/webkit-window.py");
/** The name by which the window answers the driver. */
const NAME = "relais-webkit";

/** WebKitGTK promises nothing, as Safari in a tab. An app on the Home Screen is promised what it asks for. */
const HOME_SCREEN = `for (const name of ["persist", "persisted"]) StorageManager.prototype[name] = async () => true;`;

export const webkitgtk: Engine = {
	name: "WebKitGTK",
	storageAnswers: ["granted", "refused", "absent"],
	launch: async (options) => {
		await mkdir(options.profile, { recursive: true });
		const settings = await writeSettings(options);
		const screen = await openScreen();
		const port = await freePort();
		const log = openSync(path.join(options.profile, "driver.log"), "a");
		const driver = spawn(PLACES.webKitDriver, [`--port=${port}`], {
			env: {
				...process.env,
				DISPLAY: `:${screen.display}`,
				TZ: "Europe/Paris",
				RELAIS_WEBKIT: settings,
				// The sandbox refuses to run as root; there is nothing on these pages that we did not write.
				WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1",
				NO_AT_BRIDGE: "1",
			},
			stdio: ["ignore", log, log],
			detached: true,
		});
		closeSync(log);
		const wire = webDriver(`http://127.0.0.1:${port}`);
		const stop = async () => {
			driver.kill("SIGTERM");
			await ended(driver, 5_000);
			await screen.close();
		};
		try {
			await untilItWorks(() => wire.send("GET", "/status"));
			const session = await newSession(wire);
			const faults = reportedFaults(options);
			return { newTab: async () => tab(wire, session, faults), close: () => close(wire, session, { faults, stop }) };
		} catch (error) {
			await stop();
			throw error;
		}
	},
};

/** Answers the file's place. */
async function writeSettings(options: EngineOptions): Promise<string> {
	const { profile, privateWindow, mockCamera, languages, viewport } = options;
	if (!webkitgtk.storageAnswers.includes(options.storage)) {
		throw new Error(`WebKitGTK cannot be made to answer: ${options.storage}`);
	}
	const scripts = [
		"globalThis.relaisTestFault = (text) => webkit.messageHandlers.fault.postMessage(text);",
		...(options.storage === "granted" ? [HOME_SCREEN] : []),
		...options.scripts,
	];
	const file = path.join(profile, "window.json");
	const settings = {
		...{
			name: NAME,
			profile,
			privateWindow,
			mockCamera,
			languages,
			viewport: viewport ?? { width: 1280, height: 860 },
		},
		script: `(() => { ${scripts.join("\n")} })();`,
		features: options.storage === "absent" ? [] : ["StorageAPI", "StorageAPIEstimate"],
		faults: faultsFile(options),
	};
	await rm(settings.faults, { force: true });
	await writeFile(file, JSON.stringify(settings));
	return file;
}

const faultsFile = ({ profile }: EngineOptions) => path.join(profile, "faults.jsonl");

/** The window writes each fault as a line of JSON; answers what hands on the lines that have come since. */
function reportedFaults(options: EngineOptions): () => Promise<void> {
	let read = 0;
	return async () => {
		const lines = (await readFile(faultsFile(options), "utf8").catch(() => "")).split("\n").slice(0, -1);
		for (const line of lines.slice(read)) options.onFault(JSON.parse(line));
		read = lines.length;
	};
}

async function openScreen(): Promise<{ display: string; close(): Promise<void> }> {
	const child: ChildProcess = spawn(
		PLACES.screen,
		["-displayfd", "3", "-screen", "0", "1400x1000x24", "-nolisten", "tcp"],
		{ stdio: ["ignore", "ignore", "ignore", "pipe"], detached: true },
	);
	const said = child.stdio[3];
	if (!said || !("setEncoding" in said)) throw new Error("no output of the screen");
	const display = await firstWord(child, said, /(\d+)\n/);
	return {
		display,
		close: async () => {
			child.kill("SIGTERM");
			await ended(child, 5_000);
		},
	};
}

/** Answers the path of its commands. */
async function newSession(wire: WebDriver): Promise<string> {
	const { sessionId } = await wire.send<{ sessionId: string }>("POST", "/session", {
		capabilities: {
			alwaysMatch: {
				browserName: NAME,
				"webkitgtk:browserOptions": { binary: LAUNCHER, args: [] },
				timeouts: { script: 80_000, pageLoad: 60_000 },
			},
		},
	});
	return `/session/${sessionId}`;
}

async function close(
	wire: WebDriver,
	session: string,
	{ faults, stop }: { faults: () => Promise<void>; stop: () => Promise<void> },
): Promise<void> {
	try {
		await wire.send("DELETE", session);
		await faults();
	} finally {
		await stop();
	}
}

/** The window has one tab. */
function tab(wire: WebDriver, session: string, faults: () => Promise<void>): EngineTab {
	const perform = (source: unknown) => wire.send<void>("POST", `${session}/actions`, { actions: [source] });
	const call: EngineTab["call"] = async (source, argument) => {
		const script = `const done = arguments[arguments.length - 1];
				Promise.resolve().then(() => (${source})(arguments[0])).then(
					(value) => done({ value }),
					(error) => done({ error: error + "\\n" + error?.stack }),
				);`;
		const called = await wire.send<{ value?: string; error?: string }>("POST", `${session}/execute/async`, {
			script,
			args: [argument],
		});
		if (called.error !== undefined) throw new Error(called.error);
		return called.value ?? "";
	};
	return {
		call,
		goto: (url) => wire.send<void>("POST", `${session}/url`, { url }),
		reload: () => wire.send<void>("POST", `${session}/refresh`, {}),
		tap: ({ x, y }) =>
			perform({
				...{ type: "pointer", id: "mouse", parameters: { pointerType: "mouse" } },
				actions: [
					{ type: "pointerMove", x: Math.round(x), y: Math.round(y), duration: 0 },
					{ type: "pointerDown", button: 0 },
					{ type: "pointerUp", button: 0 },
				],
			}),
		keys: (actions) => perform({ type: "key", id: "keyboard", actions }),
		screenshot: async (region) => {
			const whole = await wire.send<string>("GET", `${session}/screenshot`);
			return Buffer.from(region === undefined ? whole : await crop(call, whole, region), "base64");
		},
		close: async () => {
			await wire.send("POST", `${session}/url`, { url: "about:blank" });
			await faults();
		},
	};
}

/** The driver takes pictures of the whole viewport: a part of one is cut out by the page. Base64. */
async function crop(call: EngineTab["call"], png: string, region: Region): Promise<string> {
	return await call(cutOut.toString(), JSON.stringify({ png, region }));
}

/** Runs in the page. */
async function cutOut(argument: string): Promise<string> {
	const { png, region }: { png: string; region: Region } = JSON.parse(argument);
	const bytes = Uint8Array.from(atob(png), (character) => character.charCodeAt(0));
	const picture = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
	const canvas = Object.assign(document.createElement("canvas"), { width: region.width, height: region.height });
	canvas.getContext("2d")?.drawImage(picture, -region.x, -region.y);
	return canvas.toDataURL("image/png").split(",")[1] ?? "";
}
