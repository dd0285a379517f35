import "server-only";
import ipaddr from "ipaddr.js";

/**
 * The network that a request comes from, as far as limits care: /24 of IPv4, /48 of IPv6, which is what one customer gets
 * at most without asking for more. The web server (server/serve.ts) writes this header itself, from the socket or from
 * the balancer that it was told to trust; the last entry is the nearest hop's.
 */
export function networkOf(request: Request): string {
	const address = request.headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "unknown";
	if (ipaddr.IPv4.isValid(address)) return ofIpv4(ipaddr.IPv4.parse(address));
	return ipaddr.IPv6.isValid(address) ? ofIpv6(ipaddr.IPv6.parse(address)) : address;
}

function ofIpv4(address: ipaddr.IPv4): string {
	return `${address.octets.slice(0, 3).join(".")}.0/24`;
}

function ofIpv6(address: ipaddr.IPv6): string {
	if (address.isIPv4MappedAddress()) return ofIpv4(address.toIPv4Address());
	// NAT64 (RFC 6052): all of IPv4 behind one prefix.
	if (address.range() === "rfc6052") return ofIpv4(new ipaddr.IPv4(address.toByteArray().slice(12)));
	const groups = address.parts.slice(0, 3).map((group) => group.toString(16));
	return `${groups.join(":")}::/48`;
}
