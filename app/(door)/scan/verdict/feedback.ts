import { assertNever } from "@/lib/shared/assert-never";
import type { VerdictView } from "./verdict-view";

/** What an ear or a hand can tell apart without looking (design, "Look"). */
type Signal = "yes" | "no" | "attention";

function signalOf(view: VerdictView): Signal {
	switch (view.outcome) {
		case "admitted":
		case "out":
			return "yes";
		case "refused":
			return "no";
		case "alreadyIn":
		case "compare":
		case "unverifiable":
			return "attention";
		default:
			return assertNever(view);
	}
}

/** Frequency in hertz, start and length in seconds: up for yes, low and long for no, three level beeps for a decision. */
const TONES: Record<Signal, readonly (readonly [number, number, number])[]> = {
	yes: [
		[880, 0, 0.09],
		[1320, 0.1, 0.14],
	],
	no: [
		[220, 0, 0.28],
		[196, 0.34, 0.4],
	],
	attention: [
		[660, 0, 0.1],
		[660, 0.18, 0.1],
		[660, 0.36, 0.1],
	],
};

/** Milliseconds on, off, on… */
const BUZZES: Record<Signal, number[]> = {
	yes: [70],
	no: [350, 120, 350],
	attention: [90, 90, 90, 90, 90],
};

const VOLUME = 0.25;
const SOUND_KEY = "relais.door.sound";

let audio: AudioContext | undefined;

/** Browsers let a page sound only after a touch: called at each, until it works. */
export function unlockSound(): void {
	audio ??= new AudioContext();
	if (audio.state === "suspended") void audio.resume().catch(() => undefined);
}

export function isSoundOn(): boolean {
	try {
		return globalThis.localStorage.getItem(SOUND_KEY) !== "off";
	} catch {
		return true;
	}
}

export function setSound(on: boolean): void {
	try {
		globalThis.localStorage.setItem(SOUND_KEY, on ? "on" : "off");
	} catch {
		// Storage refused: the device's own volume keys still work.
	}
}

/** Sounds and shakes a verdict, where the device can. */
export function announce(view: VerdictView): void {
	if (!isSoundOn()) return;
	const signal = signalOf(view);
	navigator.vibrate?.(BUZZES[signal]);
	if (audio?.state !== "running") return;
	for (const [frequency, start, length] of TONES[signal]) beep(audio, { frequency, start, length });
}

function beep(context: AudioContext, tone: { frequency: number; start: number; length: number }): void {
	const begins = context.currentTime + tone.start;
	const oscillator = new OscillatorNode(context, { type: "triangle", frequency: tone.frequency });
	const gain = new GainNode(context, { gain: 0 });
	// Ramps instead of steps: steps click.
	gain.gain.setValueAtTime(0, begins);
	gain.gain.linearRampToValueAtTime(VOLUME, begins + 0.01);
	gain.gain.setValueAtTime(VOLUME, begins + tone.length - 0.02);
	gain.gain.linearRampToValueAtTime(0, begins + tone.length);
	oscillator.connect(gain).connect(context.destination);
	oscillator.start(begins);
	oscillator.stop(begins + tone.length);
}
