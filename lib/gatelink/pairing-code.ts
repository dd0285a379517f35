/**
 * What two gates show each other as QR codes (decision 038). `RG1:` + base45(CBOR), drawn in alphanumeric mode:
 *
 *     [0 | 1, pairing, place, key, channel]    offer and answer
 *     [2, chain, total, index, data]           part of a chain (qr-chain.ts)
 *
 * pairing is 8 random bytes of the gate that offers, repeated by the one that answers; place the first 8 bytes of
 * SHA-256 of the assignment's id, empty for a gate that has none; key its public P-256 key for this pairing, x ‖ y;
 * channel its end of the WebRTC channel, null where the browser has none.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { decodeBase45, encodeBase45 } from "@/lib/formats/base45";
import { decodeCbor } from "@/lib/formats/cbor-decode";
import { encodeCbor } from "@/lib/formats/cbor-encode";
import { type CborValue, isCborArray, isCborBytes } from "@/lib/formats/cbor-value";
import { type Bytes, concat, utf8 } from "@/lib/shared/bytes";
import { type ChannelEnd, type HostCandidate, ICE_CHARS, MOST_CANDIDATES } from "./session-description";

export type PairingCode = {
	readonly kind: "offer" | "answer";
	readonly pairing: Bytes;
	/** Undefined: a gate that lost everything and takes its post from the other one. */
	readonly place: Bytes | undefined;
	readonly key: Bytes;
	readonly channel: ChannelEnd | undefined;
};

export type ChainPart = {
	readonly kind: "part";
	readonly chain: Bytes;
	readonly total: number;
	/** From 0. */
	readonly index: number;
	readonly data: Bytes;
};

const PREFIX = "RG1:";
export const PAIRING_BYTES = 8;
const PLACE_BYTES = 8;
const KEY_BYTES = 64;
const FINGERPRINT_BYTES = 32;
export const CHAIN_ID_BYTES = 8;
/** Parts of a chain: at four a second the other gate has read them within a minute. */
export const MOST_PARTS = 256;
const KINDS = ["offer", "answer"] as const;

export function placeOf(assignment: string): Bytes {
	return Uint8Array.from(sha256(utf8(assignment)).subarray(0, PLACE_BYTES));
}

export function writePairingCode({ kind, pairing, place, key, channel }: PairingCode): string {
	const end = channel && [channel.ufrag, channel.pwd, channel.fingerprint, channel.candidates.map(writeCandidate)];
	return written([KINDS.indexOf(kind), pairing, place ?? new Uint8Array(), key, end ?? null]);
}

export function writeChainPart({ chain, total, index, data }: ChainPart): string {
	return written([2, chain, total, index, data]);
}

const written = (value: CborValue) => PREFIX + encodeBase45(encodeCbor(value));

/** Undefined for any other text, of another version too. Never throws. */
export function readGateCode(text: string): PairingCode | ChainPart | undefined {
	if (!text.startsWith(PREFIX)) return undefined;
	const bytes = decodeBase45(text.slice(PREFIX.length));
	const decoded = bytes && decodeCbor(bytes);
	if (decoded === undefined || !isCborArray(decoded.value) || decoded.value.length !== 5) return undefined;
	return decoded.value[0] === 2 ? readPart(decoded.value) : readCode(decoded.value);
}

function readCode([number, pairing, place, key, channel]: readonly CborValue[]): PairingCode | undefined {
	const kind = number === 0 || number === 1 ? KINDS[number] : undefined;
	const end = channel === null ? undefined : readChannel(channel);
	if (kind === undefined || (channel !== null && end === undefined)) return undefined;
	const [id, secret, where] = [bytesOf(pairing, PAIRING_BYTES), bytesOf(key, KEY_BYTES), bytesOf(place)];
	if (id === undefined || secret === undefined || where === undefined) return undefined;
	if (where.length !== 0 && where.length !== PLACE_BYTES) return undefined;
	return { kind, pairing: id, place: where.length === 0 ? undefined : where, key: secret, channel: end };
}

function readPart([, chain, total, index, data]: readonly CborValue[]): ChainPart | undefined {
	const [id, content] = [bytesOf(chain, CHAIN_ID_BYTES), bytesOf(data)];
	if (id === undefined || content === undefined || typeof total !== "number" || typeof index !== "number")
		return undefined;
	if (!Number.isInteger(index) || !Number.isInteger(total) || total < 1 || total > MOST_PARTS) return undefined;
	return index >= 0 && index < total ? { kind: "part", chain: id, total, index, data: content } : undefined;
}

function readChannel(value: CborValue | undefined): ChannelEnd | undefined {
	if (value === undefined || !isCborArray(value) || value.length !== 4) return undefined;
	const [ufrag, pwd, print, list = null] = value;
	const fingerprint = bytesOf(print, FINGERPRINT_BYTES);
	if (!isIceText(ufrag, 4) || !isIceText(pwd, 22) || fingerprint === undefined) return undefined;
	if (!isCborArray(list) || list.length > MOST_CANDIDATES) return undefined;
	const candidates = list.flatMap((one) => readCandidate(one) ?? []);
	return candidates.length === list.length ? { ufrag, pwd, fingerprint, candidates } : undefined;
}

/** RFC 8445 §5.3. */
function isIceText(value: CborValue | undefined, least: number): value is string {
	return typeof value === "string" && value.length >= least && value.length <= 256 && ICE_CHARS.test(value);
}

const ADDRESS = 0;
const NAME = 1;

/** One byte for what it is, the address or the name's UUID, the port in two. */
function writeCandidate({ host, port }: HostCandidate): Bytes {
	const [type, bytes] = typeof host === "string" ? [NAME, uuidBytes(host)] : [ADDRESS, host];
	return concat(Uint8Array.of(type), bytes, Uint8Array.of(port >> 8, port & 255));
}

function readCandidate(value: CborValue): HostCandidate | undefined {
	const bytes = bytesOf(value);
	if (bytes === undefined) return undefined;
	const [type, host] = [bytes[0], bytes.subarray(1, -2)];
	const port = ((bytes.at(-2) ?? 0) << 8) | (bytes.at(-1) ?? 0);
	if (port === 0) return undefined;
	if (type === NAME && host.length === 16) return { host: uuidText(host), port };
	return type === ADDRESS && (host.length === 4 || host.length === 16) ? { host, port } : undefined;
}

function uuidBytes(uuid: string): Bytes {
	return Uint8Array.from(uuid.replaceAll("-", "").match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}

function uuidText(bytes: Uint8Array): string {
	const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
	return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** A copy: byte strings of the decoder are views of the whole message. */
function bytesOf(value: CborValue | undefined, length?: number): Bytes | undefined {
	if (value === undefined || !isCborBytes(value)) return undefined;
	return length === undefined || value.length === length ? Uint8Array.from(value) : undefined;
}
