import { expect, it } from "vitest";
import { cellsOf, haveMoved } from "./motion";

const WIDTH = 640;
const HEIGHT = 480;

function picture(brightness: (x: number, y: number) => number): ImageData {
	const data = new Uint8ClampedArray(4 * WIDTH * HEIGHT);
	for (let y = 0; y < HEIGHT; y++) {
		for (let x = 0; x < WIDTH; x++) data.fill(brightness(x, y), 4 * (y * WIDTH + x), 4 * (y * WIDTH + x) + 3);
	}
	return { data, width: WIDTH, height: HEIGHT, colorSpace: "srgb" } as ImageData;
}

/** The same in every run. */
function noise(seed: number) {
	let state = seed;
	return () => {
		state = (state * 48_271) % 2_147_483_647;
		return state / 2_147_483_647 - 0.5;
	};
}

const wall = (x: number, y: number) => 90 + 40 * Math.sin(x / 70) + 20 * Math.sin(y / 50);

it("[SC-28] a camera's noise and a lamp's flicker are no movement", () => {
	const still = cellsOf(picture(wall));
	const random = noise(7);
	expect(haveMoved(still, cellsOf(picture((x, y) => wall(x, y) + 40 * random())))).toBe(false);
	expect(haveMoved(still, cellsOf(picture((x, y) => wall(x, y) + 6)))).toBe(false);
});

it("[SC-28] a sheet that comes into the picture is, at its edge already", () => {
	const still = cellsOf(picture(wall));
	expect(haveMoved(still, cellsOf(picture((x, y) => (x > 600 && y > 200 ? 230 : wall(x, y)))))).toBe(true);
});
