/**
 * What every journey of a door begins with: a portal, a pharmacy that issues without a browser, and a phone enrolled and
 * at its post, whose camera a test draws.
 */
import type { Page } from "@playwright/test";
import { openDevice, type TestDevice } from "./browser";
import { enrolDevice } from "./counter-page";
import { openDoor, startPost } from "./door-page";
import { drawCamera } from "./drawn-camera";
import { openPortal, type TestPortal } from "./portal";
import { enrolCounter, type RemoteCounter } from "./remote-counter";

export const PHONE = { width: 390, height: 844 };

export type DoorStage = {
	readonly portal: TestPortal;
	readonly counter: RemoteCounter;
	readonly door: TestDevice;
	close(): Promise<void>;
};

export async function stageDoor({ torch = false } = {}): Promise<DoorStage> {
	const portal = await openPortal();
	const { counter } = await portal.links();
	const door = await openDevice({ origin: portal.origin, viewport: PHONE });
	await postDevice(portal, door, { role: "door", torch });
	return {
		portal,
		counter: await enrolCounter(portal.origin, counter),
		door,
		close: async () => {
			await door.close();
			await portal.close();
		},
	};
}

/** Enrols a phone and takes up the post that it was made for. */
export async function postDevice(
	portal: TestPortal,
	device: TestDevice,
	{ role, gate, torch = false }: { readonly role: "door" | "train"; readonly gate?: string; readonly torch?: boolean },
): Promise<void> {
	await drawCamera(device.context(), { torch });
	const links = await portal.links();
	const enrolled = await enrolDevice(device, { link: links[role], label: role === "door" ? "entrée A" : "rame 1" });
	await enrolled.close();
	const post = await startPost(device, gate);
	await post.close();
}

/** The browser is closed and started again on the same profile; nothing of the old process is left. */
export async function relaunchDoor(device: TestDevice): Promise<Page> {
	await device.restart();
	await drawCamera(device.context());
	return await openDoor(device);
}
