import { SOUND } from "../display/display-choices";
import { type Beep, LOOKS, type Outcome } from "./outcomes";

let audio: AudioContext | undefined;

/** Browsers let a page sound only after a touch: called at each, until it works. */
export function unlockSound(): void {
	audio ??= new AudioContext();
	if (audio.state === "suspended") void audio.resume().catch(() => undefined);
}

/** Sounds and shakes a verdict, where the device can. */
export function announce({ outcome }: { readonly outcome: Outcome }): void {
	if (SOUND.read() === "off") return;
	const { sound, buzz } = LOOKS[outcome];
	navigator.vibrate?.([...buzz]);
	if (audio?.state !== "running") return;
	for (const tone of sound) beep(audio, tone);
}

function beep(context: AudioContext, { frequency, start, length, loudness }: Beep): void {
	const begins = context.currentTime + start;
	const oscillator = new OscillatorNode(context, { type: "triangle", frequency });
	const gain = new GainNode(context, { gain: 0 });
	// Ramps instead of steps: steps click.
	gain.gain.setValueAtTime(0, begins);
	gain.gain.linearRampToValueAtTime(loudness, begins + 0.01);
	gain.gain.setValueAtTime(loudness, begins + length - 0.02);
	gain.gain.linearRampToValueAtTime(0, begins + length);
	oscillator.connect(gain).connect(context.destination);
	oscillator.start(begins);
	oscillator.stop(begins + length);
}
