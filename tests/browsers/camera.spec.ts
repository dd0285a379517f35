/** The door's camera through the engine's own `getUserMedia`, with the engine's own mock device behind it. */
import { expect } from "@playwright/test";
import { openDoor } from "../support/door-page";
import { postedDoor } from "./stage";
import { it } from "./test";

it("the engine's own camera opens, gives pictures, and is read by the fast decoder", async ({ engine, portal }) => {
	const door = await postedDoor({ engine, portal }, { camera: "mock" });
	try {
		const gate = await openDoor(door);
		await gate.locator("[data-decoder='fast']").waitFor();
		const seen = await gate.evaluate(() => {
			const video = document.querySelector("video");
			return {
				width: video?.videoWidth ?? 0,
				time: video?.currentTime ?? 0,
				tracks: (video?.srcObject as MediaStream | null)?.getVideoTracks().map(({ readyState }) => readyState),
				own: /\[native code\]/.test(String(navigator.mediaDevices.getUserMedia)),
			};
		});
		expect(seen).toMatchObject({ tracks: ["live"], own: true });
		expect(seen.width).toBeGreaterThan(0);
		expect(seen.time).toBeGreaterThan(0);
		await gate.close();
		expect(door.faults).toEqual([]);
	} finally {
		await door.close();
	}
});
