import { createHash, createSign, KeyObject } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { text } from "node:stream/consumers";
import "reflect-metadata";
import { X509CertificateGenerator } from "@peculiar/x509";
import { decodeJwt, exportJWK, generateKeyPair } from "jose";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { thumbprint } from "@/lib/shared/jwk-thumbprint";
import { openTrust } from "@/lib/trust/open-trust";
import { trustListClaims } from "@/lib/trust/trust-list";
import { verifyPass } from "@/lib/verify/verify-pass";
import { header04, issueTwoddoc, makeTwoddocIssuer, testFields } from "@/tests/support/issue-twoddoc";
import { relais } from "./relais";

let folder: string;
let root: string;
beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), "relais-trust-"));
	vi.stubEnv("INIT_CWD", folder);
	root = (await run("keys", "init", "--data", "data")).stdout.trim();
});
afterEach(() => {
	vi.unstubAllEnvs();
	rmSync(folder, { recursive: true, force: true });
});

async function run(...args: string[]) {
	const [stdout, stderr] = [new PassThrough(), new PassThrough()];
	const written = Promise.all([text(stdout), text(stderr)]);
	const status = await relais(args, { stdin: Readable.from([]), stdout, stderr });
	stdout.end();
	stderr.end();
	const [out, error] = await written;
	return { status, stdout: out, stderr: error };
}

const importing = (...args: string[]) => run("trust", "import", "--data", "data", ...args);

function file(name: string, content: unknown): string {
	writeFileSync(join(folder, name), content instanceof Uint8Array ? content : JSON.stringify(content));
	return name;
}

function published(): string {
	return readFileSync(join(folder, "data/public/trust/list.jwt"), "utf8").trim();
}

async function signers(count: number) {
	const { spki } = await makeTwoddocIssuer();
	return Array.from({ length: count }, (_, i) => ({
		kid: Buffer.from(`signer${String(i).padStart(2, "0")}`).toString("base64"),
		country: i % 2 === 0 ? "NL" : "DE",
		spki,
		notBefore: "2021-01-01T00:00:00Z",
		notAfter: "2031-01-01T00:00:00Z",
		eku: [],
	}));
}

describe("relais trust import", () => {
	it("signs a list that verifiers accept and that accepts what the imported keys sign", async () => {
		const issuer = await makeTwoddocIssuer();
		const list = file("2ddoc.json", { XX01: { "0001": issuer.spki } });
		expect(await importing("--twoddoc", list)).toMatchObject({ status: 0, stderr: "" });
		const keyset = readFileSync(join(folder, "data/public/trust/keyset.jwt"), "utf8").trim();
		const trust = await openTrust({ root, keyset, list: published() }, { subtle: crypto.subtle });
		if (!trust.ok) throw new Error(trust.error.code);
		const text = await issueTwoddoc(issuer, header04("B2") + testFields());
		const now = Math.floor(Date.now() / 1000);
		expect(await verifyPass(text, trust.value, { now, policy: "none" })).toMatchObject({ outcome: "accepted" });
	});

	it("[TL-2] names what a later list no longer holds, and takes it back when it returns", async () => {
		const all = await signers(8);
		const ownKeys = 1; // our own pass signer stays whatever is imported
		const keysAndRemoved = () => {
			const { seq, keys, removed } = trustListClaims.parse(decodeJwt(published()));
			return [seq, keys.length - ownKeys, removed.length];
		};
		await importing("--dcc", file("all.json", all));
		expect(keysAndRemoved()).toEqual([1, 8, 0]);
		const fewer = await importing("--dcc", file("fewer.json", all.slice(1)), "--reason", "expired");
		expect(fewer.stdout).toContain("dcc: 7 keys (8 before, 0 new, 1 removed, 0 left out)");
		expect(keysAndRemoved()).toEqual([2, 7, 1]);
		await importing("--dcc", "all.json");
		expect(keysAndRemoved()).toEqual([3, 8, 0]);
	});

	it("holds back a list that was cut short, and changes nothing on a dry run", async () => {
		const all = await signers(20);
		await importing("--dcc", file("all.json", all));
		const before = published();
		const short = file("short.json", all.slice(0, 2));
		expect(await importing("--dcc", short)).toMatchObject({
			status: 2,
			stderr: "relais: trust import: dcc would lose 18 of 20 keys; nothing was changed (--allow-shrink)\n",
		});
		expect((await importing("--dcc", short, "--allow-shrink", "--dry-run")).status).toBe(0);
		expect(published()).toBe(before);
		expect((await importing("--dcc", short, "--allow-shrink")).status).toBe(0);
	});

	it("prints nothing from a list that a terminal would obey", async () => {
		const list = file("dcc.json", [{ kid: "\u001b[2J\u202e\nx", country: "FR", spki: "AAAA" }]);
		const { stdout } = await importing("--dcc", list, "--dry-run");
		expect(stdout).toContain("left out \uFFFD[2J\uFFFD\uFFFDx (entry_malformed)");
	});

	it("leaves out keys that the platform cannot use, and says which", async () => {
		const [good, bad] = await signers(2);
		const list = file("dcc.json", [good, { ...bad, spki: "AAAA" }]);
		const { stdout } = await importing("--dcc", list);
		expect(stdout).toContain("dcc: 1 keys (0 before, 1 new, 0 removed, 1 left out)");
		expect(stdout).toContain(`left out ${bad?.kid} (key_unsupported)`);
	});

	it("keeps our own pass signer when a foreign list names its key id and loses it again", async () => {
		await importing("--dcc", file("all.json", await signers(1)));
		const [own] = trustListClaims.parse(decodeJwt(published())).keys.filter(({ name }) => name === "Relais");
		const [foreign] = await signers(1);
		await importing("--dcc", file("same.json", [...(await signers(1)), { ...foreign, kid: own?.kid }]));
		await importing("--dcc", file("again.json", await signers(1)), "--allow-shrink");
		const { keys, removed } = trustListClaims.parse(decodeJwt(published()));
		expect(removed).toContainEqual(expect.objectContaining({ use: "dcc", kid: own?.kid }));
		expect(keys).toContainEqual(own);
	});

	it("waits for nobody: one import at a time, and a killed one blocks the next for ten minutes only", async () => {
		const list = file("all.json", await signers(1));
		await importing("--dcc", list);
		file("data/trust/.import.lock", "");
		expect(await importing("--dcc", list)).toMatchObject({
			status: 2,
			stderr: "relais: trust import: another import is running; nothing was changed\n",
		});
		const longAgo = Date.now() / 1000 - 700;
		utimesSync(join(folder, "data/trust/.import.lock"), longAgo, longAgo);
		expect((await importing("--dcc", list)).status).toBe(0);
	});

	it.each(["{", '[{"use":"dcc"}]'])("compares with nothing but whole files of its own (%s)", async (damaged) => {
		const list = file("all.json", await signers(1));
		await importing("--dcc", list);
		writeFileSync(join(folder, "data/trust/listed-keys.json"), damaged);
		expect(await importing("--dcc", list)).toMatchObject({
			status: 2,
			stderr: expect.stringContaining("the keys of the last import cannot be read"),
		});
	});

	it("takes a VCI snapshot only with its detached P-521 signature", async () => {
		const { snapshot, signature, certificate } = await signedSnapshot();
		file("vci.json", snapshot);
		file("vci.sig", signature);
		file("vci.crt", certificate);
		const { status, stdout } = await importing("--shc", "vci.json");
		expect([status, stdout]).toEqual([0, expect.stringContaining("shc: 1 keys")]);
		expect(stdout).toMatch(/shc: signed by the certificate (?:[0-9A-F]{2}:){31}[0-9A-F]{2}/);
		const { crls } = trustListClaims.parse(decodeJwt(published()));
		const lists = readFileSync(join(folder, `data/public${crls?.uri}`));
		expect(createHash("sha256").update(lists).digest("hex")).toBe(crls?.sha256);
		expect(JSON.parse(lists.toString())).toEqual({ [CRL_ISSUER]: [CRL] });
		file("vci.json", Buffer.concat([snapshot, Buffer.from(" ")]));
		expect(await importing("--shc", "vci.json")).toMatchObject({
			status: 2,
			stderr: expect.stringContaining("signature_invalid"),
		});
		const late = await importing("--shc", "vci.json", "--at", "2999-01-01");
		expect(late.stderr).toContain("certificate_expired");
	});

	it("takes no older snapshot and no other certificate of the directory unless told to", async () => {
		const directory = await vciDirectory();
		const publish = async (signed: Awaited<ReturnType<typeof directory>>, ...args: string[]) => {
			file("vci.json", signed.snapshot);
			file("vci.sig", signed.signature);
			file("vci.crt", signed.certificate);
			return importing("--shc", "vci.json", ...args);
		};
		const [earlier, later] = [await directory("2021-08-13T10:00:00Z"), await directory("2021-08-14T10:00:00Z")];
		expect((await publish(later)).status).toBe(0);
		expect((await publish(later)).status).toBe(0);
		expect((await publish(earlier)).stderr).toContain("snapshot_older");
		const impostor = await signedSnapshot("2021-08-15T10:00:00Z");
		expect((await publish(impostor)).stderr).toContain("certificate_changed");
		writeFileSync(join(folder, "data/trust/vci-directory.json"), "{");
		expect((await publish(later)).stderr).toContain("certificate_changed");
		expect((await publish(impostor, "--shc-anew", "--allow-shrink")).status).toBe(0);
		expect((await publish(later)).stderr).toContain("certificate_changed");
	});

	it("[V-4] says in one line what is wrong with its files", async () => {
		file("list.json", { a: "secret" });
		for (const [args, words] of [
			[["--dcc", "list.json"], "the file for dcc is no such list"],
			[["--dcc", "none.json"], "cannot read none.json (ENOENT)"],
			[["--shc", "list.json"], "cannot read list.sig (ENOENT)"],
			[[], "--dcc, --shc or --twoddoc FILE is needed"],
		] as const) {
			const { status, stderr } = await importing(...args);
			expect([status, stderr.split("\n").length, stderr]).toEqual([2, 2, expect.stringContaining(words)]);
			expect(stderr).not.toContain("secret");
		}
		const noKeys = await run("trust", "import", "--data", "elsewhere", "--dcc", "list.json");
		expect(noKeys).toMatchObject({ status: 2, stderr: expect.stringContaining("keys_missing") });
	});
});

describe("relais trust show", () => {
	it("prints age and counts by use and country", async () => {
		expect(await run("trust", "show", "--data", "data")).toMatchObject({ status: 2 });
		await importing("--dcc", file("all.json", await signers(3)), "--at", "2021-08-13T12:00:00Z");
		const { stdout } = await run("trust", "show", "--data", "data", "--at", "2021-08-14T15:00:00Z");
		expect(stdout).toContain("age: 27 h, ageing; valid until 2021-09-12T12:00:00Z");
		expect(stdout).toContain("dcc: 4 keys; NL 2, DE 1, FR 1");
		expect(stdout).toContain("removed: 0 keys");
	});

	it("of a bundle says that its signatures hold, or why they do not", async () => {
		await importing("--dcc", file("all.json", await signers(1)));
		const keyset = readFileSync(join(folder, "data/public/trust/keyset.jwt"), "utf8").trim();
		const good = file("bundle.json", { root, keyset, list: published() });
		expect((await run("trust", "show", "--bundle", good)).stdout).toContain("its signatures hold");
		const bad = file("bad.json", { root: thumbprint({ x: "x", y: "y" }), keyset, list: published() });
		expect(await run("trust", "show", "--bundle", bad)).toMatchObject({
			status: 2,
			stderr: expect.stringContaining("keyset_untrusted"),
		});
	});
});

const CRL_ISSUER = "https://issuer.example";
const CRL = { kid: "k", method: "rid", ctr: 1, rids: ["AbC"] };

async function signedSnapshot(time?: string) {
	return (await vciDirectory())(time);
}

/** A directory that signs snapshots of one issuer. */
async function vciDirectory() {
	const algorithm = { name: "ECDSA", namedCurve: "P-521", hash: "SHA-512" };
	const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
	const certificate = await X509CertificateGenerator.createSelfSigned({
		name: "CN=directory.example",
		notBefore: new Date(Date.now() - 86_400_000),
		notAfter: new Date(Date.now() + 86_400_000),
		signingAlgorithm: algorithm,
		keys,
	});
	const { publicKey } = await generateKeyPair("ES256", { extractable: true });
	const jwk = (await exportJWK(publicKey)) as { x: string; y: string };
	const issuerInfo = [{ issuer: { iss: CRL_ISSUER }, keys: [{ ...jwk, kid: thumbprint(jwk) }], crls: [CRL] }];
	return (time?: string) => {
		const snapshot = Buffer.from(JSON.stringify({ time, issuerInfo }));
		const signature = createSign("sha512").update(snapshot).sign(KeyObject.from(keys.privateKey));
		return { snapshot, signature, certificate: Buffer.from(certificate.toString("pem")) };
	};
}
