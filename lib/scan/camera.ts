import "client-only";
import { err, ok, type Result } from "@/lib/shared/result";
import { within } from "./within";

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
	/** How near this lens comes, from its widest; empty where it cannot be asked to. */
	readonly zooms: readonly number[];
};

/** Which way it looks: away from whoever holds the device, or at whoever stands before one that is fixed. */
export type CameraSide = "environment" | "user";

const LENS_KEYS: Record<CameraSide, string> = { environment: "relais.lens", user: "relais.lens.front" };

/** The lens that this device used last on that side: phones with four cameras often open the wrong one first. */
export function rememberedLens(side: CameraSide): string | undefined {
	try {
		return globalThis.localStorage.getItem(LENS_KEYS[side]) ?? undefined;
	} catch {
		return undefined;
	}
}

export function rememberLens(side: CameraSide, deviceId: string | undefined): void {
	try {
		if (deviceId === undefined) globalThis.localStorage.removeItem(LENS_KEYS[side]);
		else globalThis.localStorage.setItem(LENS_KEYS[side], deviceId);
	} catch {
		// Storage refused: the choice lasts as long as the page.
	}
}

/** Dense codes need the pixels; 30 frames a second is what every phone has. */
const PICTURE = { width: { ideal: 1920 }, height: { ideal: 1080 }, frameRate: { ideal: 30 } };

/** Opens the named lens, else whichever the system takes for that side's. May take for ever: people are asked. */
export async function openCamera(lens: string | undefined, side: CameraSide): Promise<Result<Camera, CameraFailure>> {
	const { mediaDevices } = globalThis.navigator;
	if (mediaDevices?.getUserMedia === undefined) return err("camera_unsupported");
	const choice = lens === undefined ? { facingMode: { ideal: side } } : { deviceId: { exact: lens } };
	try {
		// `zoom`: without it some browsers hide that the lens can.
		const video: MediaTrackConstraints & { zoom: boolean } = { ...PICTURE, ...choice, zoom: true };
		return ok(cameraOf(await mediaDevices.getUserMedia({ audio: false, video })));
	} catch (error) {
		return err(failureOf(error instanceof Error ? error.name : ""));
	}
}

/** Whether the browser already has leave to use the camera; false where it cannot say. */
export async function cameraAllowed(): Promise<boolean> {
	return (await cameraPermission())?.state === "granted";
}

/** Calls back whenever the camera is allowed in the browser's own settings. Returns the end of it. */
export function onCameraAllowed(callback: () => void): () => void {
	const ended = new AbortController();
	void cameraPermission().then((status) => {
		const onChange = () => {
			if (status?.state === "granted") callback();
		};
		status?.addEventListener("change", onChange, { signal: ended.signal });
	});
	return () => ended.abort();
}

async function cameraPermission(): Promise<PermissionStatus | undefined> {
	try {
		return await navigator.permissions.query({ name: "camera" });
	} catch {
		// No Permissions API, or one that knows no camera.
		return undefined;
	}
}

function cameraOf(stream: MediaStream): Camera {
	const [track] = stream.getVideoTracks();
	if (track === undefined) throw new Error("a video stream without a track");
	// Firefox has no getCapabilities; the lamp then only shows where the settings name it.
	const able: Record<string, unknown> = "getCapabilities" in track ? { ...track.getCapabilities() } : {};
	return {
		stream,
		track,
		deviceId: track.getSettings().deviceId ?? "",
		torch: able["torch"] === true,
		zooms: zoomsOf(able["zoom"]),
	};
}

/** Once, twice and four times, as far as the lens goes; nearer only shakes. */
const ZOOM_FACTORS = [1, 2, 4];

function zoomsOf(range: unknown): readonly number[] {
	if (typeof range !== "object" || range === null) return [];
	const { min, max } = range as { min?: unknown; max?: unknown };
	if (typeof min !== "number" || typeof max !== "number") return [];
	const least = Math.max(1, min);
	const steps = ZOOM_FACTORS.map((factor) => factor * least).filter((zoom) => zoom <= max);
	return steps.length < 2 ? [] : steps;
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

/** Whether the lamp or the zoom now is as asked. Some phones announce a lamp and refuse to light it, or never answer. */
export function adjust({ track }: Camera, wanted: { torch: boolean } | { zoom: number }): Promise<boolean> {
	const applied = track.applyConstraints({ advanced: [wanted as MediaTrackConstraintSet] }).then(
		() => true,
		() => false,
	);
	return within(applied, ADJUST_MS, false);
}

const ADJUST_MS = 2000;

export type Lens = { readonly deviceId: string; readonly label: string };

/**
 * The lenses to switch between, back ones first. Labels are there only once a camera was opened. Empty where the browser
 * does not tell.
 */
export async function listLenses(): Promise<readonly Lens[]> {
	const devices = await within(enumerateDevices(), LIST_MS, []);
	const lenses = devices.filter(({ kind, deviceId }) => kind === "videoinput" && deviceId !== "");
	return lenses.map(({ deviceId, label }) => ({ deviceId, label })).sort((a, b) => rank(a.label) - rank(b.label));
}

const LIST_MS = 2000;

async function enumerateDevices(): Promise<readonly MediaDeviceInfo[]> {
	try {
		return await navigator.mediaDevices.enumerateDevices();
	} catch {
		// Missing in some embedded browsers, refused in others: there is one lens, and it works.
		return [];
	}
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
