import { constants, deflateRawSync, deflateSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inflateRaw, inflateZlib } from "./inflate";

const LIMIT = 65_536;

describe("inflate", () => {
	it("reads what others deflate", () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 5000 }), fc.integer({ min: 0, max: 9 }), (bytes, level) => {
				expect(inflateZlib(deflateSync(bytes, { level }), LIMIT)).toEqual(bytes);
				expect(inflateRaw(deflateRawSync(bytes, { level }), LIMIT)).toEqual(bytes);
			}),
		);
	});

	it("reads what grows far more than passes do, a part that was only stored included", () => {
		const grown = deflateRawSync(new Uint8Array(60_000), { finishFlush: constants.Z_SYNC_FLUSH });
		const stored = Uint8Array.of(0x01, 0x02, 0x00, 0xfd, 0xff, 7, 8);
		const whole = inflateRaw(Buffer.concat([grown, stored]), LIMIT);
		expect(whole?.length).toBe(60_002);
		expect(whole?.subarray(-3)).toEqual(Uint8Array.of(0, 7, 8));
	});

	it("[V-1] stops at 64 KiB", () => {
		const full = new Uint8Array(LIMIT).fill(97);
		expect(inflateZlib(deflateSync(full), LIMIT)?.length).toBe(LIMIT);
		expect(inflateZlib(deflateSync(new Uint8Array(LIMIT + 1)), LIMIT)).toBeUndefined();
		expect(inflateRaw(deflateRawSync(new Uint8Array(50_000_000)), LIMIT)).toBeUndefined();
	});

	it("refuses truncated, altered and foreign input", () => {
		const good = deflateSync(new Uint8Array(3000).map((_, i) => (i * i) % 251));
		for (let cut = 0; cut < good.length; cut += 7) expect(inflateZlib(good.subarray(0, cut), LIMIT)).toBeUndefined();
		for (const at of [0, 1, good.length - 1, good.length - 4]) {
			const altered = Uint8Array.from(good);
			altered[at] = (altered[at] ?? 0) ^ 0x10;
			expect(inflateZlib(altered, LIMIT)).toBeUndefined();
		}
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
				inflateZlib(bytes, LIMIT);
				inflateRaw(bytes, LIMIT);
			}),
		);
	});
});
