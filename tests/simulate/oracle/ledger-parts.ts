/** What must never leave the gates, and what is given out once. */
import type { Simulation } from "../engine/simulation";

type Broken = Pick<Simulation, "broken">;

/** Whatever has the length of a salt. */
const SECRET = /(?<![A-Za-z0-9])[A-Za-z0-9]{43}(?![A-Za-z0-9])/g;

export function secrets({ broken }: Broken) {
	const known = new Set<string>();
	return {
		secret: (text: string) => void known.add(text),
		told(body: string) {
			if (known.size === 0) return;
			for (const [text] of body.matchAll(SECRET)) {
				if (known.has(text)) broken("no salt leaves the gates", body.slice(0, 200), []);
			}
		},
	};
}

export function allotments({ broken }: Broken) {
	const unstored = new Map<string, number>();
	return {
		allotted(device: string, start: string) {
			const started = `${device} ${start}`;
			// One may be on its way; a second one before the first was stored is a second block for one request.
			const blocks = (unstored.get(started) ?? 0) + 1;
			unstored.set(started, blocks);
			if (blocks > 1) broken("one request for a kit is one block", device, [device]);
		},
		stored: (started: string) => void unstored.set(started, 0),
	};
}
