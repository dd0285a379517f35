import { type Bytes, concat } from "@/lib/shared/bytes";

const DECIMAL = /^(0|[1-9]\d{0,2})$/;
const GROUP = /^[0-9a-f]{1,4}$/i;

/** Bytes of a textual address (RFC 4291 §2.2 without its dotted form; IPv4 in four decimals): 4 or 16. */
export function parseIpAddress(text: string): Bytes | undefined {
	return text.includes(":") ? parseVersion6(text) : parseVersion4(text);
}

function parseVersion4(text: string): Bytes | undefined {
	const parts = text.split(".");
	if (parts.length !== 4 || !parts.every((part) => DECIMAL.test(part) && Number(part) < 256)) return undefined;
	return Uint8Array.from(parts, Number);
}

function parseVersion6(text: string): Bytes | undefined {
	const halves = text.split("::");
	if (halves.length > 2) return undefined;
	const [head = [], tail = []] = halves.map((half) => (half === "" ? [] : half.split(":")));
	const missing = 8 - head.length - tail.length;
	if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
	const groups = [...head, ...Array<string>(missing).fill("0"), ...tail];
	if (!groups.every((group) => GROUP.test(group))) return undefined;
	return concat(
		...groups.map((group) => Uint8Array.of(Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255)),
	);
}

/** Of 4 or 16 bytes; IPv6 in eight groups, none left out. */
export function formatIpAddress(bytes: Uint8Array): string {
	if (bytes.length === 4) return [...bytes].join(".");
	return Array.from({ length: 8 }, (_, i) => (((bytes[2 * i] ?? 0) << 8) | (bytes[2 * i + 1] ?? 0)).toString(16)).join(
		":",
	);
}
