import { heldSaltIds } from "@/lib/device/door/event-salt";
import { occasionOf, readGate } from "@/lib/device/door/gate-choice";
import type { SelfTestFacts } from "@/lib/device/door/self-test";
import { persistStorage } from "@/lib/device/identity/device-checks";
import { loadDevice } from "@/lib/device/identity/device-store";
import { checkOfflineCopy } from "@/lib/device/offline-copy/offline-copy";
import { storageState } from "@/lib/device/store/stand-in";
import { readClock } from "@/lib/device/trust/clock";
import { closeCamera, openCamera } from "@/lib/scan/camera";
import { utcDay } from "@/lib/shared/civil-day";
import { DAY, type NumericDate } from "@/lib/shared/numeric-date";
import { clockFault } from "@/lib/trust/clock-fault";
import type { Trust } from "@/lib/trust/trust";
import { trustAge } from "@/lib/trust/trust-age";
import { trustLimit } from "@/lib/verify/trust-limit";
import { SOUND } from "../display/display-choices";
import { announce } from "../verdict/feedback";

/** Looks at everything that this device needs tonight, and tries what can be tried: camera, sound, lamp of the screen. */
export async function gatherFacts(trust: Trust): Promise<SelfTestFacts> {
	const reading = await readClock();
	const { now } = reading;
	const [copy, choice, codeDays, storage, camera, battery, staysOn, sound] = await Promise.all([
		checkOfflineCopy(),
		readGate(now),
		daysOfCodes(now),
		storageOf(),
		cameraOf(),
		batteryOf(),
		staysOnOf(),
		soundOf(),
	]);
	const gate = choice.state === "chosen" ? choice.gate : undefined;
	const shared = gate !== undefined && gate.gates.length > 1;
	return {
		copy,
		keyset: trust.keyset !== undefined,
		age: trustAge(trust, now),
		limit: trustLimit(trust, { now, occasion: gate === undefined ? { activity: "venue" } : occasionOf(gate, now) }),
		delegations: (trust.bundle.delegations ?? undefined) !== undefined,
		codeDays,
		post: gate === undefined ? "none" : "chosen",
		salt: shared ? (await heldSaltIds(gate.assignment)).length > 0 : null,
		clock: clockFault(reading, trust),
		...{ storage, camera, battery, staysOn, sound },
	};
}

/** Days in a row, from today on. */
async function daysOfCodes(now: NumericDate): Promise<number> {
	const device = await loadDevice();
	if (device?.codeKeys.holder !== "verifier") return 0;
	const { days } = device.codeKeys;
	let count = 0;
	while (Object.hasOwn(days, utcDay(now + count * DAY))) count++;
	return count;
}

async function storageOf(): Promise<SelfTestFacts["storage"]> {
	if (storageState().state === "memory") return "memory";
	return (await persistStorage()) ? "durable" : "fleeting";
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
