/**
 * HTTPS for the local network: an authority made once for this data folder, and a certificate for this machine's
 * addresses, remade when they change.
 *
 * A phone's service worker wants a certificate that the phone trusts, so the authority can be installed there. What
 * it could sign is bounded by name constraints to private addresses, `localhost` and `.local` names, and to this very
 * machine's addresses where its network has public ones: a stolen key cannot pose as a site of the Internet.
 */
import { X509Certificate as NodeCertificate, webcrypto } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { isIPv4 } from "node:net";
import { hostname, networkInterfaces } from "node:os";
import path from "node:path";
import "reflect-metadata";
import * as x509 from "@peculiar/x509";
import ipaddr, { type IPv4, type IPv6 } from "ipaddr.js";
import { errnoOf } from "../errno";
import type { KeyPair } from "../http/web-server";

const DAY = 86_400_000;
/** iOS refuses leaf certificates that are valid for longer. */
const LEAF_DAYS = 397;
const AUTHORITY_DAYS = 3650;
const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
/** RFC 5280 appendix A, ub-common-name. */
const LONGEST_NAME = 64;
/** RFC 5280 §4.2.1.10. */
const NAME_CONSTRAINTS = "2.5.29.30";

x509.cryptoProvider.set(webcrypto as Crypto);

/** What a certificate is for, and the time of its making. */
type Wanted = { readonly addresses: readonly string[]; readonly now: Date };

/** This machine's addresses on its networks, IPv4 first. Link-local IPv6 is useless in a URL. */
export function lanAddresses(): readonly string[] {
	const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
	const usable = all.filter(({ internal, scopeid, family }) => !internal && (family === "IPv4" || !scopeid));
	const addresses = [...new Set(usable.map(({ address }) => address))];
	return addresses.sort((a, b) => Number(isIPv4(b)) - Number(isIPv4(a)) || preference(a) - preference(b));
}

/** The usual home and office networks before those of containers and virtual machines. */
function preference(address: string): number {
	const prefixes = ["192.168.", "10."];
	const found = prefixes.findIndex((prefix) => address.startsWith(prefix));
	return found < 0 ? prefixes.length : found;
}

/** DER of one tag, its length (at most 65,535) and contents. */
function der(tag: number, ...contents: readonly (Uint8Array | readonly number[])[]): Buffer<ArrayBuffer> {
	const body = Buffer.concat(contents.map((content) => Buffer.from(content)));
	const length = body.length < 128 ? [body.length] : [0x82, body.length >> 8, body.length & 0xff];
	if (body.length >= 128 && body.length < 256) length.splice(0, 2, 0x81);
	return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

/** Networks that are nobody's on the Internet: address and mask, as iPAddress constraints write them. */
const PRIVATE_NETWORKS = [
	"10.0.0.0/8",
	"172.16.0.0/12",
	"192.168.0.0/16",
	"100.64.0.0/10",
	"169.254.0.0/16",
	"127.0.0.0/8",
	"fc00::/7",
];

function isPrivate(text: string): boolean {
	const address = ipaddr.parse(text);
	return PRIVATE_NETWORKS.some((network) => {
		const [base, bits] = ipaddr.parseCIDR(network);
		return base.kind() === address.kind() && address.match(base, bits);
	});
}

function maskOf(address: IPv4 | IPv6, bits: number): IPv4 | IPv6 {
	return address.kind() === "ipv4"
		? ipaddr.IPv4.subnetMaskFromPrefixLength(bits)
		: ipaddr.IPv6.subnetMaskFromPrefixLength(bits);
}

/** permittedSubtrees [0] of dNSName [2] and iPAddress [7] (address and mask). */
function permittedNames(addresses: readonly string[]): Buffer<ArrayBuffer> {
	const subtree = (tag: number, value: Uint8Array | readonly number[]) => der(0x30, der(tag, value));
	const own = addresses
		.filter((address) => !isPrivate(address))
		.map((address) => `${address}/${isIPv4(address) ? 32 : 128}`);
	const networks = [...PRIVATE_NETWORKS, ...own.sort()].map((network) => {
		const [base, bits] = ipaddr.parseCIDR(network);
		return subtree(0x87, [...base.toByteArray(), ...maskOf(base, bits).toByteArray()]);
	});
	const names = ["localhost", "local"].map((name) => subtree(0x82, Buffer.from(name)));
	return der(0x30, der(0xa0, ...names, ...networks));
}

async function makeKeys(): Promise<webcrypto.CryptoKeyPair> {
	return await webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
}

async function keyPem(privateKey: webcrypto.CryptoKey): Promise<string> {
	return x509.PemConverter.encode(await webcrypto.subtle.exportKey("pkcs8", privateKey), "PRIVATE KEY");
}

async function readPair(folder: string, name: string): Promise<KeyPair | undefined> {
	try {
		const read = (extension: string) => readFile(path.join(folder, `${name}.${extension}`), "utf8");
		const [key, cert] = await Promise.all([read("key"), read("crt")]);
		return { key, cert };
	} catch (error) {
		if (errnoOf(error) === "ENOENT") return undefined;
		throw error;
	}
}

async function keep(folder: string, name: string, { key, cert }: KeyPair): Promise<KeyPair> {
	await writeFile(path.join(folder, `${name}.key`), key, { mode: 0o600 });
	await writeFile(path.join(folder, `${name}.crt`), cert, { mode: 0o644 });
	return { key, cert };
}

/** Milliseconds since 1970. */
function end(cert: string): number {
	return Date.parse(new NodeCertificate(cert).validTo);
}

function permits(cert: string, names: Buffer): boolean {
	const constraints = new x509.X509Certificate(cert).getExtension(NAME_CONSTRAINTS);
	return constraints !== null && names.equals(Buffer.from(constraints.value));
}

async function authority(folder: string, { addresses, now }: Wanted): Promise<KeyPair> {
	const names = permittedNames(addresses);
	const kept = await readPair(folder, "authority");
	if (kept && end(kept.cert) > now.getTime() + LEAF_DAYS * DAY && permits(kept.cert, names)) return kept;
	const keys = await makeKeys();
	const certificate = await x509.X509CertificateGenerator.createSelfSigned({
		name: [{ CN: [`Relais on ${hostname()}`.slice(0, LONGEST_NAME)] }],
		notBefore: new Date(now.getTime() - DAY),
		notAfter: new Date(now.getTime() + AUTHORITY_DAYS * DAY),
		keys,
		signingAlgorithm: ALGORITHM,
		extensions: [
			new x509.BasicConstraintsExtension(true, 0, true),
			new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
			new x509.Extension(NAME_CONSTRAINTS, true, names),
			await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
		],
	});
	return await keep(folder, "authority", { key: await keyPem(keys.privateKey), cert: certificate.toString("pem") });
}

/** A kept certificate is good while it names every address and has a week left. */
function serves(cert: string, { addresses, issuer, now }: Wanted & { issuer: string }): boolean {
	const certificate = new NodeCertificate(cert);
	const isOurs = certificate.checkIssued(new NodeCertificate(issuer));
	const lasts = end(cert) > now.getTime() + 7 * DAY;
	return isOurs && lasts && addresses.every((address) => certificate.checkIP(address) !== undefined);
}

async function importKey(pem: string): Promise<webcrypto.CryptoKey> {
	const [raw] = x509.PemConverter.decode(pem);
	if (raw === undefined) throw new Error("the authority's key file holds no key");
	return await webcrypto.subtle.importKey("pkcs8", raw, ALGORITHM, false, ["sign"]);
}

/** Signs a certificate for a server at these addresses; whether a client believes it is the client's business. */
export async function makeLeaf(issuer: KeyPair, { addresses, now }: Wanted): Promise<KeyPair> {
	const keys = await makeKeys();
	const names = ["localhost", `${hostname().split(".")[0]}.local`].map((value) => ({ type: "dns" as const, value }));
	const ips = ["127.0.0.1", ...addresses].map((value) => ({ type: "ip" as const, value }));
	const issuerCertificate = new x509.X509Certificate(issuer.cert);
	const certificate = await x509.X509CertificateGenerator.create({
		subject: [{ CN: ["Relais"] }],
		issuer: issuerCertificate.subject,
		notBefore: new Date(now.getTime() - DAY),
		notAfter: new Date(now.getTime() + LEAF_DAYS * DAY),
		publicKey: keys.publicKey,
		signingKey: await importKey(issuer.key),
		signingAlgorithm: ALGORITHM,
		extensions: [
			new x509.BasicConstraintsExtension(false, undefined, true),
			new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
			new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
			new x509.SubjectAlternativeNameExtension([...names, ...ips]),
			await x509.AuthorityKeyIdentifierExtension.create(issuerCertificate.publicKey),
		],
	});
	return { key: await keyPem(keys.privateKey), cert: certificate.toString("pem") };
}

export type LanCertificateOptions = {
	readonly dataFolder: string;
	/** That the certificate must name. */
	readonly addresses: readonly string[];
	readonly now?: Date;
};

/** PEM; `authority` is what a phone installs. */
export type LanCertificate = KeyPair & { readonly authority: string };

/** Key and certificate chain for HTTPS, made or found again in `<data>/lan`. */
export async function lanCertificate({
	dataFolder,
	addresses,
	now = new Date(),
}: LanCertificateOptions): Promise<LanCertificate> {
	const folder = path.join(dataFolder, "lan");
	await mkdir(folder, { recursive: true, mode: 0o700 });
	const issuer = await authority(folder, { addresses, now });
	const kept = await readPair(folder, "server");
	const good = kept && serves(kept.cert, { addresses, issuer: issuer.cert, now });
	const leaf = good ? kept : await keep(folder, "server", await makeLeaf(issuer, { addresses, now }));
	return { key: leaf.key, cert: `${leaf.cert.trimEnd()}\n${issuer.cert.trimEnd()}\n`, authority: issuer.cert };
}
