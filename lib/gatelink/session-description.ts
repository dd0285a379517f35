/**
 * What of a WebRTC session description (RFC 8829) one gate has to tell the other; the rest is the same for every pair of
 * gates and is put back on the other side: one data channel, host candidates only, no server of any kind.
 */
import type { Bytes } from "@/lib/shared/bytes";
import { formatIpAddress, parseIpAddress } from "./ip-address";

/** Where this gate listens in its own network. */
export type HostCandidate = {
	/** An IP address, 4 or 16 bytes, or the UUID of a name that hides it (`<uuid>.local`), lower case. */
	readonly host: Bytes | string;
	readonly port: number;
};

export type ChannelEnd = {
	/** RFC 8445 §5.3: 4 to 256 of `ICE_CHARS`. */
	readonly ufrag: string;
	/** 22 to 256 of them. */
	readonly pwd: string;
	/** SHA-256 of the certificate with which this gate will prove itself (RFC 8122). */
	readonly fingerprint: Bytes;
	readonly candidates: readonly HostCandidate[];
};

export const ICE_CHARS = /^[A-Za-z0-9+/]+$/;
const UUID = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.local$/;
/** A phone has a Wi-Fi and perhaps a hotspot, with one address of each kind; more would only make the code denser. */
export const MOST_CANDIDATES = 4;

/** Undefined when the description has no SHA-256 fingerprint or no credentials. */
export function channelEndOf(sdp: string): ChannelEnd | undefined {
	const lines = sdp.split(/\r?\n/);
	const value = (name: string) => lines.find((line) => line.startsWith(`a=${name}:`))?.slice(name.length + 3);
	const [ufrag, pwd] = [value("ice-ufrag"), value("ice-pwd")];
	const fingerprint = parseFingerprint(value("fingerprint") ?? "");
	if (ufrag === undefined || pwd === undefined || fingerprint === undefined) return undefined;
	const candidates = lines.flatMap((line) => parseCandidate(line) ?? []);
	return { ufrag, pwd, fingerprint, candidates: [...candidates].sort(shortFirst).slice(0, MOST_CANDIDATES) };
}

/** IPv4 before names and IPv6: it is shorter, and what a venue's Wi-Fi has. */
function shortFirst(a: HostCandidate, b: HostCandidate): number {
	return Number(a.host.length !== 4) - Number(b.host.length !== 4);
}

function parseFingerprint(text: string): Bytes | undefined {
	const hex = /^sha-256 ((?:[0-9a-f]{2}:){31}[0-9a-f]{2})$/i.exec(text.trim())?.[1];
	return hex === undefined ? undefined : Uint8Array.from(hex.split(":"), (byte) => Number.parseInt(byte, 16));
}

function parseCandidate(line: string): HostCandidate | undefined {
	const [, address = "", port = ""] = /^a=candidate:\S+ 1 udp \d+ (\S+) (\d{1,5}) typ host/i.exec(line) ?? [];
	if (Number(port) < 1 || Number(port) > 65_535) return undefined;
	const name = UUID.exec(address)?.[1];
	if (name !== undefined) return { host: name, port: Number(port) };
	const host = parseIpAddress(address);
	// Link-local: the other gate does not know by which of its own interfaces to reach it.
	if (host === undefined || isLinkLocal(host)) return undefined;
	return { host, port: Number(port) };
}

const isLinkLocal = (host: Bytes) => host.length === 16 && host[0] === 0xfe && (host[1] ?? 0) >> 6 === 2;

/** The description that a gate gives its own browser of the other one. */
export function descriptionOf({ ufrag, pwd, fingerprint, candidates }: ChannelEnd, type: "offer" | "answer"): string {
	const hex = Array.from(fingerprint, (byte) => byte.toString(16).padStart(2, "0").toUpperCase()).join(":");
	const lines = [
		"v=0",
		"o=- 1 1 IN IP4 0.0.0.0",
		"s=-",
		"t=0 0",
		"a=group:BUNDLE 0",
		"m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
		"c=IN IP4 0.0.0.0",
		...candidates.map(({ host, port }, i) => {
			const address = typeof host === "string" ? `${host}.local` : formatIpAddress(host);
			return `a=candidate:${i + 1} 1 udp ${2_122_260_223 - i * 256} ${address} ${port} typ host`;
		}),
		"a=end-of-candidates",
		`a=ice-ufrag:${ufrag}`,
		`a=ice-pwd:${pwd}`,
		`a=fingerprint:sha-256 ${hex}`,
		`a=setup:${type === "offer" ? "actpass" : "active"}`,
		"a=mid:0",
		"a=sctp-port:5000",
		"a=max-message-size:262144",
	];
	return `${lines.join("\r\n")}\r\n`;
}
