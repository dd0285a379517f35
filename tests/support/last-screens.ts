/** What was on the screens when a run stopped, for whoever looks for the reason. The people on them are invented. */
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { ROOT } from "../../scripts/bootstrap/project.mjs";
import type { TestDevice } from "./browser";

/** A picture of each page of each browser, below `test-results/<name>`; a page that cannot be drawn any more is said. */
export async function keepLastScreens(devices: readonly TestDevice[], name: string): Promise<void> {
	const folder = path.join(ROOT, "test-results", name);
	await mkdir(folder, { recursive: true });
	for (const [i, device] of devices.entries()) {
		for (const [n, page] of device.context().pages().entries()) {
			const file = path.join(folder, `browser-${i + 1}-page-${n + 1}.png`);
			await page.screenshot({ path: file, fullPage: true }).then(
				() => console.log(`its last screen: ${path.relative(ROOT, file)}`),
				(error) => console.error(error),
			);
		}
	}
}
