import { deflateSync } from "node:zlib";
import { StatusList } from "@sd-jwt/jwt-status-list";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { base64url } from "@/lib/shared/bytes";
import { readStatusList } from "./status-list";

const read = (lst: string) => readStatusList("s1", { iat: 0, status_list: { bits: 1, lst } });

describe("[TL-5] status lists", () => {
	it("reads every bit as the library that wrote it does", () => {
		fc.assert(
			fc.property(fc.array(fc.constantFrom(0, 1), { maxLength: 200 }), (statuses) => {
				const written = new StatusList(statuses, 1);
				const packed = written.compressStatusList();
				const again = StatusList.decompressStatusList(packed, 1);
				const list = read(packed);
				for (const [index, status] of statuses.entries()) {
					expect(list?.isRevoked(index)).toBe(status === 1);
					expect(again.getStatus(index)).toBe(status);
				}
			}),
		);
	});

	it("says nothing beyond its end, nor before its beginning", () => {
		const list = read(new StatusList([1, 1, 1], 1).compressStatusList());
		expect(list?.isRevoked(2)).toBe(true);
		expect(list?.isRevoked(8)).toBeUndefined();
		expect(list?.isRevoked(-1)).toBeUndefined();
		expect(list?.isRevoked(2 ** 40)).toBeUndefined();
	});

	it("reads a list of 1 MiB and refuses one of a byte more", () => {
		const pack = (bytes: number, level: number) => base64url(deflateSync(new Uint8Array(bytes).fill(0x81), { level }));
		for (const level of [0, 9]) {
			const list = read(pack(1_048_576, level));
			expect([0, 1, 8_388_607, 8_388_608].map((index) => list?.isRevoked(index))).toEqual([
				true,
				false,
				true,
				undefined,
			]);
			expect(read(pack(1_048_577, level))).toBeUndefined();
		}
	});

	it("stops unpacking where a list exceeds the limit", () => {
		const endless = base64url(deflateSync(new Uint8Array(256 * 1024 * 1024)));
		const before = process.memoryUsage().arrayBuffers;
		expect(read(endless)).toBeUndefined();
		expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8_000_000);
	});

	it("refuses bits that do not unpack", () => {
		for (const lst of ["", "AAAA", "not base64!", "eNpjYA"]) expect(read(lst)).toBeUndefined();
	});
});
