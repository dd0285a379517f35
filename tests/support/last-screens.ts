/** What a run that stopped leaves for whoever looks for the reason. The people in it are invented. */
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { ROOT } from "../../scripts/bootstrap/project.mjs";
import { copyProfile, type TestDevice } from "./browser";

/**
 * Below `test-results/<name>`: a picture of each page of each browser, and the browser's profile, with its log. Says which
 * locks its browser holds, and which pages answer no more.
 */
export async function keepLastScreens(devices: readonly TestDevice[], name: string): Promise<void> {
	const folder = path.join(ROOT, "test-results", name);
	await mkdir(folder, { recursive: true });
	for (const [i, device] of devices.entries()) {
		for (const [n, page] of openPages(device).entries()) {
			const file = path.join(folder, `browser-${i + 1}-page-${n + 1}.png`);
			await page
				.evaluate(() => navigator.locks.query())
				.then(
					({ held, pending }) => console.log(`its locks: held ${names(held)}; waited for ${names(pending)}`),
					(error) => console.error(error),
				);
			await page.screenshot({ path: file, fullPage: true }).then(
				() => console.log(`its last screen: ${path.relative(ROOT, file)}`),
				(error) => console.error(error),
			);
		}
		const profile = path.join(folder, `browser-${i + 1}-profile`);
		await rm(profile, { recursive: true, force: true });
		await device.whileClosed(() => copyProfile(device.profile, profile));
		console.log(`its profile: ${path.relative(ROOT, profile)}`);
	}
}

/** Without the blank one that a browser begins with. */
const openPages = (device: TestDevice) =>
	device
		.context()
		.pages()
		.filter((page) => page.url() !== "about:blank");

const names = (locks: readonly LockInfo[] = []): string =>
	locks.map(({ name, mode, clientId }) => `${name} (${mode}, ${clientId?.slice(-4)})`).join(", ") || "none";
