import "server-only";
import ipaddr from "ipaddr.js";

/**
 * Where a request comes from, as far as limits care. The web server (server/serve.ts) writes this header itself, from
 * the socket or from the balancer that it was told to trust; the last entry is the nearest hop's.
 */
export function addressOf(request: Request): string {
	const address = request.headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "unknown";
	return ipaddr.IPv6.isValid(address) ? network(ipaddr.IPv6.parse(address)) : address;
}

/** One household or firm has at least a /64, and so 2⁶⁴ addresses: they count as one. */
function network(address: ipaddr.IPv6): string {
	if (address.isIPv4MappedAddress()) return address.toIPv4Address().toString();
	const groups = address.parts.slice(0, 4).map((group) => group.toString(16));
	return `${groups.join(":")}::/64`;
}
