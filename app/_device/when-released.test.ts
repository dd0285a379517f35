import { afterEach, beforeEach, expect, it, vi } from "vitest";

type Page = { readonly window: EventTarget; readonly whenReleased: (show: () => void) => void };

async function openPage(): Promise<Page> {
	const window = new EventTarget();
	vi.stubGlobal("window", window);
	vi.resetModules();
	return { window, whenReleased: (await import("./when-released")).whenReleased };
}

const moved = (buttons: number) => Object.assign(new Event("pointermove"), { buttons });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

it("[VS-9] what comes while nothing is pressed is shown at once", async () => {
	const { whenReleased } = await openPage();
	const show = vi.fn();
	whenReleased(show);
	expect(show).toHaveBeenCalledOnce();
});

it.each([
	["let go", new Event("pointerup")],
	["taken for a scroll", new Event("pointercancel")],
	["let go outside, and seen when the mouse comes back", moved(0)],
	["left for another window", new Event("blur")],
])(
	"[VS-9] what comes during a press is shown in its order once it is %s, and its click was dealt with",
	async (_, end) => {
		const { window, whenReleased } = await openPage();
		const shown: number[] = [];
		window.dispatchEvent(new Event("pointerdown"));
		whenReleased(() => shown.push(1));
		whenReleased(() => shown.push(2));
		window.dispatchEvent(moved(1));
		vi.advanceTimersByTime(1_800);
		expect(shown).toEqual([]);
		window.dispatchEvent(end);
		expect(shown).toEqual([]);
		vi.runAllTimers();
		expect(shown).toEqual([1, 2]);
		whenReleased(() => shown.push(3));
		expect(shown).toEqual([1, 2, 3]);
	},
);

it("[VS-9] a mouse that keeps moving after the press holds nothing back", async () => {
	const { window, whenReleased } = await openPage();
	const show = vi.fn();
	window.dispatchEvent(new Event("pointerdown"));
	whenReleased(show);
	window.dispatchEvent(new Event("pointerup"));
	for (let step = 0; step < 20; step++) {
		vi.advanceTimersByTime(10);
		window.dispatchEvent(moved(0));
	}
	expect(show).toHaveBeenCalledOnce();
});

it("[VS-9] a second press right after the first is a press of its own", async () => {
	const { window, whenReleased } = await openPage();
	const show = vi.fn();
	window.dispatchEvent(new Event("pointerdown"));
	whenReleased(show);
	window.dispatchEvent(new Event("pointerup"));
	vi.advanceTimersByTime(50);
	window.dispatchEvent(new Event("pointerdown"));
	vi.advanceTimersByTime(1_800);
	expect(show).not.toHaveBeenCalled();
	window.dispatchEvent(new Event("pointerup"));
	vi.runAllTimers();
	expect(show).toHaveBeenCalledOnce();
});

it("[VS-9] a press whose end nobody tells holds nothing back for longer than two seconds", async () => {
	const { window, whenReleased } = await openPage();
	const show = vi.fn();
	window.dispatchEvent(new Event("pointerdown"));
	whenReleased(show);
	vi.advanceTimersByTime(2_000);
	expect(show).toHaveBeenCalledOnce();
	whenReleased(show);
	expect(show).toHaveBeenCalledTimes(2);
});
