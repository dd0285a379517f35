/** What specs about a door begin with: a browser that is enrolled and at its post, in the engine of the run. */
import { enrolDevice } from "../support/counter-page";
import { startPost } from "../support/door-page";
import { PHONE } from "../support/door-stage";
import type { TestPortal } from "../support/portal";
import { enrolCounter, type RemoteCounter } from "../support/remote-counter";
import { type BrowserOptions, type BrowserUnderTest, openBrowser } from "./device";
import type { Engine } from "./engines/engine";

type Place = { readonly engine: Engine; readonly portal: TestPortal };

export async function postedDoor(
	{ engine, portal }: Place,
	options: Partial<BrowserOptions> & { readonly gate?: string },
): Promise<BrowserUnderTest> {
	const door = await openBrowser(engine, { origin: portal.origin, viewport: PHONE, ...options });
	const enrolled = await enrolDevice(door, { link: (await portal.links()).door, label: "entrée A" });
	await enrolled.close();
	await (await startPost(door, options.gate)).close();
	return door;
}

/** A pharmacy without a browser, for specs that are about somebody else. */
export async function pharmacy(portal: TestPortal): Promise<RemoteCounter> {
	return await enrolCounter(portal.origin, (await portal.links()).counter);
}
