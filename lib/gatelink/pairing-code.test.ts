import fc from "fast-check";
import { encode } from "uqr";
import { describe, expect, it } from "vitest";
import { encodeBase45 } from "@/lib/formats/base45";
import { equalBytes } from "@/lib/shared/bytes";
import { formatIpAddress, parseIpAddress } from "./ip-address";
import {
	type ChainPart,
	type PairingCode,
	placeOf,
	readGateCode,
	writeChainPart,
	writePairingCode,
} from "./pairing-code";
import { channelEndOf, descriptionOf, type HostCandidate } from "./session-description";

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const ice = (least: number) => fc.string({ unit: fc.constantFrom(..."abyzAZ059+/"), minLength: least, maxLength: 32 });
const host = fc.oneof(bytes(4), bytes(16), fc.uuid());
const candidate: fc.Arbitrary<HostCandidate> = fc.record({ host, port: fc.integer({ min: 1, max: 65_535 }) });
const channel = fc.record({
	ufrag: ice(4),
	pwd: ice(22),
	fingerprint: bytes(32),
	candidates: fc.array(candidate, { maxLength: 4 }),
});
const code: fc.Arbitrary<PairingCode> = fc.record({
	kind: fc.constantFrom("offer" as const, "answer" as const),
	pairing: bytes(8),
	place: fc.option(bytes(8), { nil: undefined }),
	key: bytes(64),
	channel: fc.option(channel, { nil: undefined }),
});

/** As Chromium 156 writes it. */
const CHROMIUM = [
	"v=0",
	"o=- 6255568886275833984 2 IN IP4 127.0.0.1",
	"s=-",
	"t=0 0",
	"a=group:BUNDLE 0",
	"m=application 59573 UDP/DTLS/SCTP webrtc-datachannel",
	"c=IN IP4 192.0.2.2",
	"a=candidate:888671547 1 udp 2122265343 fd00::2 48965 typ host generation 0 network-id 2",
	"a=candidate:888671548 1 udp 2122265343 fe80::2 48966 typ host generation 0 network-id 2",
	"a=candidate:864706955 1 udp 2122194687 192.0.2.2 59573 typ host generation 0 network-id 1",
	"a=candidate:1296401171 1 tcp 1518214911 192.0.2.2 9 typ host tcptype active generation 0 network-id 1",
	"a=candidate:4 1 udp 2113937151 6f4a1c0e-33a5-4f38-9b0e-0d5fb3a0a001.local 59574 typ host generation 0",
	"a=ice-ufrag:l1Q3",
	"a=ice-pwd:zgBP9Jzp/3MKwhdOuAqciR24",
	"a=ice-options:trickle",
	`a=fingerprint:sha-256 ${Array.from({ length: 32 }, (_, i) => (i + 100).toString(16).toUpperCase()).join(":")}`,
	"a=setup:actpass",
	"a=mid:0",
].join("\r\n");

describe("[GG-1] a pairing code", () => {
	it("is read as it was written", () => {
		fc.assert(
			fc.property(code, (one) => {
				expect(readGateCode(writePairingCode(one))).toEqual(one);
			}),
		);
	});

	it("is never anything else: no text, no other version and no cut or altered code makes the reader throw", () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.uint8Array({ maxLength: 80 }).map(encodeBase45)), (text) => {
				expect(readGateCode(text)).toBeUndefined();
				readGateCode(`RG1:${text}`);
			}),
		);
		fc.assert(
			fc.property(code, fc.nat(), (one, cut) => {
				const text = writePairingCode(one);
				expect(readGateCode(text.slice(0, cut % text.length))).toBeUndefined();
				expect(readGateCode(text.replace("RG1:", "RG2:"))).toBeUndefined();
			}),
		);
	});

	it("with two addresses fits a QR code that a telephone reads from another one's screen", () => {
		const end = channelEndOf(CHROMIUM);
		if (end === undefined) throw new Error("not read");
		const [pairing, key] = [new Uint8Array(8).fill(255), new Uint8Array(64).fill(255)];
		const text = writePairingCode({ kind: "offer", pairing, place: placeOf("event"), key, channel: end });
		expect(encode(text, { ecc: "M", border: 0 }).version).toBeLessThanOrEqual(11);
	});

	it("names the place without naming the event", () => {
		expect(placeOf("hall")).toHaveLength(8);
		expect(equalBytes(placeOf("hall"), placeOf("hall 2"))).toBe(false);
	});
});

describe("a session description", () => {
	it("[GG-1] gives what the other gate needs: credentials, fingerprint, own addresses, the short ones first", () => {
		expect(channelEndOf(CHROMIUM)).toEqual({
			ufrag: "l1Q3",
			pwd: "zgBP9Jzp/3MKwhdOuAqciR24",
			fingerprint: Uint8Array.from({ length: 32 }, (_, i) => i + 100),
			candidates: [
				{ host: Uint8Array.of(192, 0, 2, 2), port: 59_573 },
				{ host: Uint8Array.of(0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2), port: 48_965 },
				{ host: "6f4a1c0e-33a5-4f38-9b0e-0d5fb3a0a001", port: 59_574 },
			],
		});
		expect(channelEndOf(CHROMIUM.replace("sha-256", "sha-1"))).toBeUndefined();
		expect(channelEndOf(CHROMIUM.replace("a=ice-pwd", "a=ice-password"))).toBeUndefined();
	});

	it("[GG-1] is put together again with the same ends", () => {
		const routable = channel.filter(({ candidates }) =>
			candidates.every(({ host: at }) => typeof at === "string" || at.length === 4 || at[0] !== 0xfe),
		);
		fc.assert(
			fc.property(routable, fc.constantFrom("offer" as const, "answer" as const), (end, type) => {
				const again = channelEndOf(descriptionOf(end, type));
				expect({ ...again, candidates: new Set(again?.candidates) }).toEqual({
					...end,
					candidates: new Set(end.candidates),
				});
			}),
		);
	});
});

describe("an IP address", () => {
	it.each([
		["192.0.2.2", "192.0.2.2"],
		["fd00::2", "fd00:0:0:0:0:0:0:2"],
		["::1", "0:0:0:0:0:0:0:1"],
		["2001:db8::", "2001:db8:0:0:0:0:0:0"],
		["2001:db8:1:2:3:4:5:6", "2001:db8:1:2:3:4:5:6"],
	])("%s", (text, written) => {
		const parsed = parseIpAddress(text);
		expect(parsed && formatIpAddress(parsed)).toBe(written);
	});

	it.each(["", "1.2.3", "1.2.3.256", "01.2.3.4", "1::2::3", "1:2:3:4:5:6:7:8:9", "1:2", "g::1", "1:2:3:4:5:6:7::8"])(
		"%j is none",
		(text) => expect(parseIpAddress(text)).toBeUndefined(),
	);
});

describe("a part of a chain", () => {
	const part: fc.Arbitrary<ChainPart> = fc
		.record({ chain: bytes(8), total: fc.integer({ min: 1, max: 256 }), data: fc.uint8Array({ maxLength: 260 }) })
		.chain((rest) => fc.nat({ max: rest.total - 1 }).map((index) => ({ kind: "part" as const, index, ...rest })));

	it("[GG-7] is read as it was written", () => {
		fc.assert(
			fc.property(part, (one) => {
				expect(readGateCode(writeChainPart(one))).toEqual(one);
			}),
		);
	});

	it.each([
		["beyond its end", { total: 3, index: 3 }],
		["of none", { total: 0, index: 0 }],
		["of too many", { total: 257, index: 0 }],
	])("[GG-7] %s is none", (_, over) => {
		const one = { kind: "part" as const, chain: new Uint8Array(8), data: new Uint8Array(1), ...over };
		expect(readGateCode(writeChainPart(one))).toBeUndefined();
	});
});
