/** Milliseconds without movement after which the camera is looked at less often. */
export const REST_AFTER_MS = 20_000;
/** Milliseconds between two glances at a picture in which nothing moves: a hand that comes waits no longer. */
export const GLANCE_MS = 150;
/** Milliseconds between two looks at it all the same: the focus may have settled without a movement. */
export const REST_LOOK_MS = 2000;

/** How often frames are searched: each one while something moves, few while nothing does. Times in milliseconds. */
export type Pace = {
	/** What to do next. `glance`: only see whether something moves, and not before GLANCE_MS. */
	readonly next: (now: number) => "look" | "glance";
	/** A look or a glance was taken. */
	readonly took: (what: { readonly kind: "look" | "glance"; readonly moved: boolean }, now: number) => void;
};

export function createPace(start: number): Pace {
	let moved = start;
	let looked = start;
	return {
		next: (now) => (now - moved < REST_AFTER_MS || now - looked >= REST_LOOK_MS ? "look" : "glance"),
		took: (what, now) => {
			if (what.moved) moved = now;
			if (what.kind === "look") looked = now;
		},
	};
}
