import type { SelfTestFacts } from "@/lib/device/door/self-test";
import { askStorageQuietly } from "@/lib/device/identity/ask-storage";
import { checkOfflineCopy } from "@/lib/device/offline-copy/offline-copy";
import { storageState } from "@/lib/device/store/stand-in";
import { readClock } from "@/lib/device/trust/clock";
import { closeCamera, openCamera } from "@/lib/scan/camera";
import { clockFault } from "@/lib/trust/clock-fault";
import type { Trust } from "@/lib/trust/trust";
import { SOUND } from "../display/display-choices";
import { announce } from "../verdict/feedback";
import { keptFacts } from "./kept-facts";

/** Looks at everything that this device needs tonight, and tries what can be tried: camera, sound, lamp of the screen. */
export async function gatherFacts(trust: Trust): Promise<SelfTestFacts> {
	const reading = await readClock();
	const { now } = reading;
	const [copy, kept, storage, camera, battery, staysOn, sound] = await Promise.all([
		checkOfflineCopy(),
		keptFacts(trust, now),
		storageOf(),
		cameraOf(),
		batteryOf(),
		staysOnOf(),
		soundOf(),
	]);
	return {
		copy,
		...kept,
		clock: clockFault(reading, trust),
		...{ storage, camera, battery, staysOn, sound },
	};
}

async function storageOf(): Promise<SelfTestFacts["storage"]> {
	if (storageState().state === "memory") return "memory";
	return (await askStorageQuietly()) === "promised" ? "durable" : "fleeting";
}

async function cameraOf(): Promise<SelfTestFacts["camera"]> {
	const opened = await openCamera(undefined, "environment");
	if (opened.ok) {
		closeCamera(opened.value);
		return "works";
	}
	if (opened.error === "camera_denied") return "denied";
	return opened.error === "camera_missing" ? "missing" : "failed";
}

type Battery = { readonly level: number; readonly charging: boolean };

async function batteryOf(): Promise<SelfTestFacts["battery"]> {
	const { getBattery } = navigator as Navigator & { getBattery?: () => Promise<Battery> };
	if (getBattery === undefined) return null;
	const { level, charging } = await getBattery.call(navigator);
	return { percent: Math.round(level * 100), charging };
}

async function staysOnOf(): Promise<boolean> {
	if (!("wakeLock" in navigator)) return false;
	try {
		await (await navigator.wakeLock.request("screen")).release();
		return true;
	} catch {
		return false; // refused: a low battery, or a setting of the system
	}
}

const RESUME_MS = 500;

/** Sounds what an admission sounds like: whether anybody hears it only they can tell. */
async function soundOf(): Promise<SelfTestFacts["sound"]> {
	if (SOUND.read() === "off") return "off";
	announce({ outcome: "admitted" });
	const context = new AudioContext();
	// Without a touch it waits for one, for good.
	await Promise.race([context.resume(), new Promise((resolve) => setTimeout(resolve, RESUME_MS))]);
	const running = context.state === "running";
	await context.close();
	return running ? "ready" : "blocked";
}
