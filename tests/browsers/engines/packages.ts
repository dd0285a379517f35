/** Debian's packages of each engine, and how one sees that they are installed. */
import { execFile } from "node:child_process";
import { access } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/** RELAIS_FIREFOX: another Firefox than Debian's. */
export const PLACES = {
	firefox: process.env["RELAIS_FIREFOX"] || "/usr/bin/firefox-esr",
	webKitDriver: "/usr/bin/WebKitWebDriver",
	screen: "/usr/bin/Xvfb",
	// Not the first one in the path: only Debian's own finds the bindings that Debian packages.
	python: "/usr/bin/python3",
} as const;

type Wanted = { readonly name: string; readonly found: () => Promise<boolean> };

const isThere = (place: string) =>
	access(place).then(
		() => true,
		() => false,
	);
const hasBinding = (name: string, version: string) =>
	run(PLACES.python, ["-c", `import gi; gi.require_version("${name}", "${version}")`]).then(
		() => true,
		() => false,
	);
/** A file of GStreamer's plug-ins, whose folder is named by the machine. */
const hasPlugin = (name: string) =>
	run(PLACES.python, [
		"-c",
		`import glob, sys; sys.exit(not glob.glob("/usr/lib/*/gstreamer-1.0/libgst${name}.so"))`,
	]).then(
		() => true,
		() => false,
	);

const ENGINE_PACKAGES = {
	firefox: [{ name: "firefox-esr", found: () => isThere(PLACES.firefox) }],
	webkitgtk: [
		{ name: "webkit2gtk-driver", found: () => isThere(PLACES.webKitDriver) },
		{ name: "python3-gi", found: () => hasBinding("Gtk", "3.0") },
		{ name: "gir1.2-webkit2-4.1", found: () => hasBinding("WebKit2", "4.1") },
		{ name: "xvfb", found: () => isThere(PLACES.screen) },
		{ name: "gstreamer1.0-plugins-base", found: () => hasPlugin("videoconvertscale") },
		{ name: "gstreamer1.0-plugins-good", found: () => hasPlugin("video4linux2") },
		{ name: "gstreamer1.0-plugins-bad", found: () => hasPlugin("videoparsersbad") },
	],
} as const satisfies Readonly<Record<string, readonly Wanted[]>>;

export type EngineName = keyof typeof ENGINE_PACKAGES;
export const ENGINE_NAMES = Object.keys(ENGINE_PACKAGES) as EngineName[];

/** Names of the packages that are not here. */
export async function missingPackages(engine: EngineName): Promise<readonly string[]> {
	const looked = await Promise.all(
		ENGINE_PACKAGES[engine].map(async ({ name, found }) => ({ name, here: await found() })),
	);
	return looked.filter(({ here }) => !here).map(({ name }) => name);
}
