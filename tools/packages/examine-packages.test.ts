/** By npm itself, on a project of one package, before a registry of its own that answers or does not. */

import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { billOfMaterials, examineAdvisories, examineSignatures } from "./examine-packages";

const LEFT = { version: "1.3.0", resolved: "http://registry.invalid/left/-/left-1.3.0.tgz", integrity: "sha512-AA==" };
const LOCK = {
	...{ name: "essai", version: "1.0.0", lockfileVersion: 3, requires: true },
	packages: {
		"": { name: "essai", version: "1.0.0", dependencies: { left: "1.3.0" }, devDependencies: { right: "1.0.0" } },
		"node_modules/left": LEFT,
		"node_modules/right": { ...LEFT, version: "1.0.0", dev: true },
	},
};

let folder: string;
let registry: Server;
let advisories: unknown = {};

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), "relais-packages-"));
	writeFileSync(join(folder, "package.json"), JSON.stringify({ ...LOCK.packages[""] }));
	writeFileSync(join(folder, "package-lock.json"), JSON.stringify(LOCK));
	registry = createServer((request, response) => {
		request.resume();
		const asksForAdvisories = request.url === "/-/npm/v1/security/advisories/bulk";
		response.writeHead(asksForAdvisories ? 200 : 404, { "content-type": "application/json" });
		response.end(JSON.stringify(asksForAdvisories ? advisories : {}));
	}).listen(0, "127.0.0.1");
	await once(registry, "listening");
});
afterAll(() => {
	registry.closeAllConnections();
	registry.close();
	rmSync(folder, { recursive: true, force: true });
});

const asking = (origin: string) => ({
	folder,
	env: {
		npm_config_registry: origin,
		npm_config_fetch_retries: "0",
		npm_config_cache: join(folder, ".npm"),
		npm_config_update_notifier: "false",
	},
});
const here = () => asking(`http://127.0.0.1:${(registry.address() as { port: number }).port}`);
/** Nobody listens on the port of discarded things. */
const nowhere = () => asking("http://127.0.0.1:9");

describe("packages of a release", { timeout: 120_000 }, () => {
	it("are listed without a registry, those of development left out", async () => {
		const { text, packages } = await billOfMaterials(nowhere());
		expect(packages).toBe(1);
		expect(JSON.parse(text).components).toMatchObject([{ name: "left", version: "1.3.0" }]);
	});

	it("are named with the advisories against them", async () => {
		expect(await examineAdvisories(here())).toEqual({ state: "ok", says: "no advisory is known" });
		const known = { id: 1, url: "https://advisories.invalid/1", title: "x", vulnerable_versions: "<2", cwe: [] };
		advisories = { left: [{ ...known, severity: "high", cvss: { score: 0, vectorString: null } }] };
		expect(await examineAdvisories(here())).toEqual({ state: "bad", says: "advisories: left (high): see npm audit" });
	});

	it("are said to be unchecked where nobody answers", async () => {
		const advised = await examineAdvisories(nowhere());
		expect(advised).toEqual({ state: "unknown", says: expect.stringMatching(/^advisories were not checked \(.+\)$/) });
		const signed = await examineSignatures(nowhere());
		expect(signed).toEqual({ state: "unknown", says: expect.stringMatching(/^signatures were not checked \(.+\)$/) });
	});
});
