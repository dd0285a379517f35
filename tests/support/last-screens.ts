/** What was on the screens when a run stopped, for whoever looks for the reason. The people on them are invented. */
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { ROOT } from "../../scripts/bootstrap/project.mjs";
import type { TestDevice } from "./browser";

/**
 * A picture of each page of each browser, below `test-results/<name>`, and which locks its browser holds; a page that answers
 * no more is said.
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
