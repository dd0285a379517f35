/** What happened, in order: always as one hash, and line by line where somebody will read it. */
export type TraceLine = { readonly time: number; readonly actor: string; readonly event: string };

export type Trace = {
	readonly note: (time: number, actor: string, event: string) => void;
	readonly events: () => number;
	/** Sixteen hexadecimal digits: equal for equal traces. */
	readonly hash: () => string;
	readonly lines: readonly TraceLine[];
};

export function trace(keep: boolean): Trace {
	const lines: TraceLine[] = [];
	let [low, high, events] = [0x811c_9dc5, 0x9747_b28c, 0];
	const mix = (text: string) => {
		for (let i = 0; i < text.length; i++) {
			const unit = text.charCodeAt(i);
			low = Math.imul(low ^ unit, 0x0100_0193);
			high = Math.imul(high ^ (unit + (low >>> 24)), 0x85eb_ca6b);
		}
	};
	return {
		note(time, actor, event) {
			events++;
			low = Math.imul(low ^ time, 0x0100_0193);
			mix(actor);
			mix(event);
			if (keep) lines.push({ time, actor, event });
		},
		events: () => events,
		hash: () => [high, low].map((half) => (half >>> 0).toString(16).padStart(8, "0")).join(""),
		lines,
	};
}
