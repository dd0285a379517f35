import "server-only";
import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/**
 * The network that a request comes from, as far as limits care: /24 of IPv4, /48 of IPv6, which is what one customer gets
 * at most without asking for more. The web server (server/serve.ts) writes this header itself, from the socket or from
 * the balancer that it was told to trust; the last entry is the nearest hop's.
 */
export function networkOf(request: Request): string {
	const nearest = request.headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() ?? "";
	const address = withoutPort(nearest);
	switch (isIP(address)) {
		case 4:
			return ofIpv4(ipaddr.IPv4.parse(address));
		case 6:
			return ofIpv6(ipaddr.IPv6.parse(address));
		default:
			// One for all of them: who could choose the name would else have a network, and its limits, with each request.
			return "unknown";
	}
}

/** Some balancers write the port of each connection as well. */
function withoutPort(address: string): string {
	const { bare } =
		/^(?<bare>[\d.]+):\d+$/.exec(address)?.groups ?? /^\[(?<bare>.*)\](:\d+)?$/.exec(address)?.groups ?? {};
	return bare ?? address;
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
