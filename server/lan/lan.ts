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
import { dataFolder, StepFailed, say } from "../../scripts/bootstrap/project.mjs";
import type { KeyPair } from "../http/web-server";
import { portProblem, requireFreePort } from "../port";
import { lanAddresses, lanCertificate } from "./lan-certificate";

export type Lan = {
	/** The first is shown and goes into links. */
	readonly origins: readonly string[];
	readonly tls: KeyPair;
	/** Shows the address and hands out the certificate; answers how to stop. */
	show(): Promise<() => Promise<void>>;
};

/** @param port of the portal; the next one hands out the certificate */
export async function prepareLan(port: number): Promise<Lan> {
	const addresses = lanAddresses();
	const [first] = addresses;
	if (first === undefined) throw new StepFailed("--lan: this machine is on no network");
	await requireFreePort({ port: port + 1, host: "0.0.0.0" });
	const certificate = await lanCertificate({ dataFolder: dataFolder(), addresses });
	const inUrl = (address: string) => (isIPv4(address) ? address : `[${address}]`);
	const origin = `https://${inUrl(first)}:${port}`;
	const origins = [...addresses.map(inUrl), "localhost"].map((host) => `https://${host}:${port}`);
	const trust = `http://${inUrl(first)}:${port + 1}`;
	return {
		origins,
		tls: { key: certificate.key, cert: certificate.cert },
		show: async () => {
			const stop = await handOut(certificate.authority, port + 1);
			console.log(`\n${drawQrCode(origin, { colours: process.stdout.isTTY })}\n`);
			say(`phones on this network: ${origin}`);
			console.log(instructions({ authority: new X509Certificate(certificate.authority), trust, origin }));
			return stop;
		},
	};
}

/** `colours`: dark on light whatever the terminal's own are; without, for dark ones. */
export function drawQrCode(text: string, { colours }: { colours: boolean }): string {
	const drawing = renderUnicodeCompact(text, { border: 4 });
	return colours ? drawing.replace(/^.*$/gm, "\u001b[97;40m$&\u001b[0m") : drawing;
}

/** Without the certificate a phone shows the pages, but keeps none of them for offline. */
function instructions({ authority, trust, origin }: { authority: X509Certificate; trust: string; origin: string }) {
	return `  Once on each phone, so that it trusts this portal:
    1. Open ${trust} (on an iPhone: in Safari) and let it download relais.crt.
    2. iPhone: Settings > Profile Downloaded > Install; then Settings > General > About > Certificate Trust
       Settings: switch on "${commonName(authority)}".
       Android: search the settings for "CA certificate", choose Install anyway and pick relais.crt.
    3. The certificate's SHA-256 fingerprint must be
       ${authority.fingerprint256}
    4. Scan the code above, or open ${origin}
  It can sign for this machine and private networks only. Remove it in the same settings when you are done.
`;
}

function commonName(certificate: X509Certificate): string {
	return certificate.subject.replace(/^CN=/, "");
}

/**
 * Serves the certificate for phones to install, to whoever asks; answers how to stop.
 * @param authority PEM
 */
export async function handOut(authority: string, port: number): Promise<() => Promise<void>> {
	const der = new X509Certificate(authority).raw;
	const server = createServer((request, response) => {
		if (request.url === "/") {
			// The shorter address to type.
			response.writeHead(302, { Location: "/relais.crt" }).end();
			return;
		}
		if (request.url !== "/relais.crt") {
			response.writeHead(404).end();
			return;
		}
		response.writeHead(200, {
			"Content-Type": "application/x-x509-ca-cert",
			"Content-Length": der.length,
			"X-Content-Type-Options": "nosniff",
		});
		response.end(der);
	});
	await new Promise<void>((resolve, reject) => {
		server.once("error", (error) => reject(portProblem(error, port)));
		server.listen(port, "0.0.0.0", () => resolve());
	});
	return async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	};
}
