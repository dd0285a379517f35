import "client-only";
import { err, ok, type Result } from "@/lib/shared/result";

/** Why there is no picture; each has its own sentence and its own next step. */
export type CameraFailure =
	/** The person or the system's settings said no. */
	| "camera_denied"
	| "camera_missing"
	/** Another app or tab holds it. */
	| "camera_in_use"
	/** No secure context, or a browser without camera access. */
	| "camera_unsupported"
	| "camera_failed";

export type Camera = {
	readonly stream: MediaStream;
	readonly track: MediaStreamTrack;
	/** Empty where the browser hides it. */
	readonly deviceId: string;
	/** Whether this lens has a lamp. */
	readonly torch: boolean;
};

const LENS_KEY = "relais.lens";

/** The lens that this device chose last: phones with four cameras often open the wrong one first. */
function rememberedLens(): string | undefined {
	try {
		return globalThis.localStorage.getItem(LENS_KEY) ?? undefined;
	} catch {
		return undefined;
	}
}

export function rememberLens(deviceId: string | undefined): void {
	try {
		if (deviceId === undefined) globalThis.localStorage.removeItem(LENS_KEY);
		else globalThis.localStorage.setItem(LENS_KEY, deviceId);
	} catch {
		// Storage refused: the choice lasts as long as the page.
	}
}

/** Dense codes need the pixels; 30 frames a second is what every phone has. */
const PICTURE = { width: { ideal: 1920 }, height: { ideal: 1080 }, frameRate: { ideal: 30 } };

/** Opens a named lens, else the remembered one, else the back camera. A lens that is gone is forgotten, not an error. */
export async function openCamera(lens?: string): Promise<Result<Camera, CameraFailure>> {
	const { mediaDevices } = globalThis.navigator;
	if (mediaDevices?.getUserMedia === undefined) return err("camera_unsupported");
	const wanted = lens ?? rememberedLens();
	const choice = wanted === undefined ? { facingMode: { ideal: "environment" } } : { deviceId: { exact: wanted } };
	try {
		const stream = await mediaDevices.getUserMedia({ audio: false, video: { ...PICTURE, ...choice } });
		return ok(cameraOf(stream));
	} catch (error) {
		const name = error instanceof Error ? error.name : "";
		if (wanted !== undefined && (name === "OverconstrainedError" || name === "NotFoundError")) {
			rememberLens(undefined);
			return openCamera();
		}
		return err(failureOf(name));
	}
}

function cameraOf(stream: MediaStream): Camera {
	const [track] = stream.getVideoTracks();
	if (track === undefined) throw new Error("a video stream without a track");
	// Firefox has no getCapabilities; the lamp then only shows where the settings name it.
	const able = "getCapabilities" in track ? track.getCapabilities() : {};
	return { stream, track, deviceId: track.getSettings().deviceId ?? "", torch: "torch" in able && able.torch === true };
}

/** Media Capture and Streams, getUserMedia(): the names of its rejections. */
function failureOf(name: string): CameraFailure {
	switch (name) {
		case "NotAllowedError":
		case "SecurityError":
		case "PermissionDeniedError":
			return "camera_denied";
		case "NotFoundError":
		case "OverconstrainedError":
		case "DevicesNotFoundError":
			return "camera_missing";
		case "NotReadableError":
		case "AbortError":
		case "TrackStartError":
			return "camera_in_use";
		default:
			return "camera_failed";
	}
}

export function closeCamera({ stream }: Camera): void {
	for (const track of stream.getTracks()) track.stop();
}

/** True when the lamp now is as asked. Some phones announce a lamp and refuse to light it. */
export async function setTorch({ track }: Camera, on: boolean): Promise<boolean> {
	try {
		await track.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
		return true;
	} catch {
		return false;
	}
}

export type Lens = { readonly deviceId: string; readonly label: string };

/** The lenses to switch between, back ones first. Labels are there only once a camera was opened. */
export async function listLenses(): Promise<readonly Lens[]> {
	const devices = await globalThis.navigator.mediaDevices.enumerateDevices();
	const lenses = devices.filter(({ kind, deviceId }) => kind === "videoinput" && deviceId !== "");
	return lenses.map(({ deviceId, label }) => ({ deviceId, label })).sort((a, b) => rank(a.label) - rank(b.label));
}

/** Labels are in the system's language: only the sides are worth guessing, and order within a side is the system's. */
function rank(label: string): number {
	if (/back|rear|arri[èe]re|environment|trasera|rück/i.test(label)) return 0;
	return /front|avant|user|facetime|frontal/i.test(label) ? 2 : 1;
}

/** The next lens after the current one, round and round; undefined when there is no other. */
export function nextLens(lenses: readonly Lens[], current: string): Lens | undefined {
	if (lenses.length < 2) return undefined;
	return lenses[(lenses.findIndex((lens) => lens.deviceId === current) + 1) % lenses.length];
}
