/**
 * `npm start -- --lan`: HTTPS for phones on the local network, and how they come to trust it.
 *
 * A phone opens pages past a certificate warning, but registers no service worker; so a second, plain address hands
 * out the authority's certificate to install.
 */
import { X509Certificate } from "node:crypto";
import { createServer } from "node:http";
import { isIPv4 } from "node:net";
import { renderUnicodeCompact } from "uqr";
import { lanAddresses, lanCertificate } from "./lan-certificate.mjs";
import { portProblem, requireFreePort } from "./port.mjs";
import { dataFolder, StepFailed, say } from "./project.mjs";

/** @param {number} port of the portal; the next one hands out the certificate */
export async function prepareLan(port) {
	const addresses = lanAddresses();
	const [first] = addresses;
	if (first === undefined) throw new StepFailed("--lan: this machine is on no network");
	await requireFreePort({ port: port + 1, host: "0.0.0.0" });
	const certificate = await lanCertificate({ dataFolder: dataFolder(), addresses });
	const inUrl = (address) => (isIPv4(address) ? address : `[${address}]`);
	const origins = [...addresses.map(inUrl), "localhost"].map((host) => `https://${host}:${port}`);
	const [origin] = origins;
	const trust = `http://${inUrl(first)}:${port + 1}/relais.crt`;
	return {
		/** The first is shown and goes into links. */
		origins,
		tls: { key: certificate.key, cert: certificate.cert },
		/** Shows the address and hands out the certificate; answers how to stop. */
		show: async () => {
			const stop = await handOut(certificate.authority, port + 1);
			console.log(`\n${renderUnicodeCompact(origin, { border: 2 })}\n`);
			say(`phones on this network: ${origin}`);
			say(`first install this certificate on the phone, then open the address: ${trust}`);
			say(`its SHA-256 fingerprint: ${new X509Certificate(certificate.authority).fingerprint256}`);
			return stop;
		},
	};
}

async function handOut(authority, port) {
	const der = new X509Certificate(authority).raw;
	const server = createServer((request, response) => {
		if (request.method !== "GET" || request.url !== "/relais.crt") {
			response.writeHead(404).end();
			return;
		}
		response.writeHead(200, { "Content-Type": "application/x-x509-ca-cert", "X-Content-Type-Options": "nosniff" });
		response.end(der);
	});
	await new Promise((resolve, reject) => {
		server.once("error", (error) => reject(portProblem(error, port)));
		server.listen(port, "0.0.0.0", () => resolve(undefined));
	});
	return async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	};
}
