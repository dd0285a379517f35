import "server-only";
import { isIPv6 } from "node:net";

/**
 * Where a request comes from, as far as limits care. The web server (scripts/serve.mjs) writes this header itself, from
 * the socket or from the balancer that it was told to believe; the last word is the nearest hop's.
 */
export function addressOf(request: Request): string {
	const address = request.headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "unknown";
	return isIPv6(address) ? network(address.toLowerCase()) : address;
}

/** One household or firm has at least a /64, and so 2⁶⁴ addresses: they count as one. */
function network(address: string): string {
	const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(address)?.[1];
	if (mapped !== undefined) return mapped;
	const [head = "", tail] = address.split("%")[0]?.split("::") ?? [];
	const left = groups(head);
	const missing = tail === undefined ? 0 : 8 - left.length - groups(tail).length;
	const all = [...left, ...Array.from({ length: missing }, () => "0"), ...groups(tail ?? "")];
	return `${all.slice(0, 4).map(trimZeros).join(":")}::/64`;
}

/** A dotted quad at the end stands for two groups; only the first four matter here. */
function groups(text: string): readonly string[] {
	return text === "" ? [] : text.split(":").flatMap((group) => (group.includes(".") ? [group, group] : [group]));
}

function trimZeros(group: string): string {
	return group.replace(/^0+(?=.)/, "");
}
