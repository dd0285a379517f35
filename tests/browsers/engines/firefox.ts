/** Firefox, as Debian packages it, over the WebDriver BiDi server that it brings with it. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { type Bidi, connectBidi } from "./bidi";
import type { Engine, EngineOptions, EngineTab, StorageAnswer } from "./engine";
import { PLACES } from "./packages";
import { ended, firstWord } from "./processes";

type Preferences = Readonly<Record<string, boolean | number | string>>;

/** Without the first two the question stands open for ever: a browser without a window has nobody to press a button. */
const STORAGE: { readonly [Answer in StorageAnswer]?: Preferences } = {
	granted: { "dom.storageManager.prompt.testing": true, "dom.storageManager.prompt.testing.allow": true },
	refused: { "dom.storageManager.prompt.testing": true, "dom.storageManager.prompt.testing.allow": false },
	unanswered: {},
};

/** Nothing of the browser's own is fetched or shown while a test runs. */
const QUIET: Preferences = {
	"app.normandy.enabled": false,
	"app.update.disabledForTesting": true,
	"browser.aboutwelcome.enabled": false,
	"browser.safebrowsing.update.enabled": false,
	"datareporting.policy.dataSubmissionEnabled": false,
	"media.gmp-manager.updateEnabled": false,
	"network.captive-portal-service.enabled": false,
	"network.connectivity-service.enabled": false,
};

export const firefox: Engine = {
	name: "Firefox",
	storageAnswers: ["granted", "refused", "unanswered"],
	launch: async (options) => {
		await writePreferences(options);
		const child = spawn(
			PLACES.firefox,
			["--headless", "--no-remote", "--profile", options.profile, "--remote-debugging-port=0", ...windowSize(options)],
			{ env: { ...process.env, TZ: "Europe/Paris" }, stdio: ["ignore", "ignore", "pipe"], detached: true },
		);
		try {
			const bidi = await connect(child);
			await addScripts(bidi, options);
			return { newTab: () => newTab(bidi, options), close: () => close(bidi, child) };
		} catch (error) {
			await ended(child, 0);
			throw error;
		}
	},
};

async function connect(child: ChildProcess): Promise<Bidi> {
	if (child.stderr === null) throw new Error("no output of the browser");
	const address = await firstWord(child, child.stderr, /WebDriver BiDi listening on (ws:\S+)/);
	const bidi = await connectBidi(`${address}/session`);
	await bidi.send("session.new", { capabilities: {} });
	return bidi;
}

const windowSize = ({ viewport }: EngineOptions) =>
	viewport ? [`--width=${viewport.width}`, `--height=${viewport.height}`] : [];

async function writePreferences(options: EngineOptions): Promise<void> {
	const answer = STORAGE[options.storage];
	if (answer === undefined) throw new Error(`Firefox cannot be made to answer: ${options.storage}`);
	const camera: Preferences = options.mockCamera
		? { "media.navigator.streams.fake": true, "media.navigator.permission.disabled": true }
		: {};
	const preferences: Preferences = {
		...QUIET,
		...answer,
		...camera,
		"intl.accept_languages": options.languages.join(", "),
		"browser.privatebrowsing.autostart": options.privateWindow,
	};
	const lines = Object.entries(preferences).map(
		([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
	);
	await mkdir(options.profile, { recursive: true });
	await writeFile(path.join(options.profile, "user.js"), lines.join(""));
}

async function addScripts(bidi: Bidi, { scripts, onFault }: EngineOptions): Promise<void> {
	await bidi.send("session.subscribe", { events: ["script.message"] });
	bidi.onEvent("script.message", (params) => onFault((params as { data: { value: string } }).data.value));
	await bidi.send("script.addPreloadScript", {
		functionDeclaration: `(report) => { globalThis.relaisTestFault = report; ${scripts.join("\n")} }`,
		arguments: [{ type: "channel", value: { channel: "fault" } }],
	});
}

async function newTab(bidi: Bidi, { viewport }: EngineOptions): Promise<EngineTab> {
	const { context } = await bidi.send<{ context: string }>("browsingContext.create", { type: "tab" });
	if (viewport) await bidi.send("browsingContext.setViewport", { context, viewport });
	const perform = (source: unknown) => bidi.send<void>("input.performActions", { context, actions: [source] });
	return {
		call: (source, argument) => call(bidi, context, { source, argument }),
		goto: (url) => bidi.send<void>("browsingContext.navigate", { context, url, wait: "complete" }),
		reload: () => bidi.send<void>("browsingContext.reload", { context, wait: "complete" }),
		tap: ({ x, y }) =>
			perform({
				...{ type: "pointer", id: "mouse", parameters: { pointerType: "mouse" } },
				actions: [
					{ type: "pointerMove", x: Math.round(x), y: Math.round(y) },
					{ type: "pointerDown", button: 0 },
					{ type: "pointerUp", button: 0 },
				],
			}),
		keys: (actions) => perform({ type: "key", id: "keyboard", actions }),
		screenshot: async (region) => {
			const clip = region ? { clip: { type: "box", ...region } } : {};
			const shot = await bidi.send<{ data: string }>("browsingContext.captureScreenshot", { context, ...clip });
			return Buffer.from(shot.data, "base64");
		},
		print: async () => {
			// A4, in centimetres; the sheet has margins of its own.
			const page = { width: 21, height: 29.7 };
			const paper = await bidi.send<{ data: string }>("browsingContext.print", { context, page, background: true });
			return Buffer.from(paper.data, "base64");
		},
		close: () => bidi.send<void>("browsingContext.close", { context }),
	};
}

type Called =
	| { readonly type: "success"; readonly result: { readonly value: string } }
	| { readonly type: "exception"; readonly exceptionDetails: { readonly text: string } };

async function call(
	bidi: Bidi,
	context: string,
	{ source, argument }: { source: string; argument: string },
): Promise<string> {
	const called = await bidi.send<Called>("script.callFunction", {
		functionDeclaration: source,
		arguments: [{ type: "string", value: argument }],
		target: { context },
		awaitPromise: true,
		userActivation: true,
	});
	if (called.type === "exception") throw new Error(called.exceptionDetails.text);
	return called.result.value;
}

async function close(bidi: Bidi, child: ChildProcess): Promise<void> {
	await bidi.send("browser.close");
	await ended(child, 30_000);
}
