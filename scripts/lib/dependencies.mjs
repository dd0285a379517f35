/** Installs what package-lock.json says, when node_modules says otherwise. Needs nothing but npm. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { longStep, ROOT, runNode, runProgram } from "./project.mjs";

async function packagesOf(file) {
	try {
		return JSON.parse(await readFile(path.join(ROOT, file), "utf8")).packages;
	} catch {
		return undefined;
	}
}

/** npm writes what it installed into node_modules; optional packages for other platforms are absent there. */
async function areInstalled() {
	const [wanted, found] = await Promise.all([
		packagesOf("package-lock.json"),
		packagesOf("node_modules/.package-lock.json"),
	]);
	if (!wanted || !found) return false;
	return Object.entries(wanted).every(([place, { version, optional }]) => {
		if (place === "") return true;
		return place in found ? found[place].version === version : optional === true;
	});
}

/** @returns {Promise<boolean>} whether something was installed */
export async function installDependencies() {
	if (await areInstalled()) return false;
	// Development packages too: they build and test, whatever NODE_ENV says. No package's install script runs: none is
	// needed (the library links of PostgreSQL are made in postgres-binaries.mjs), and one of them wants the network.
	const args = ["ci", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
	const npm = process.env["npm_execpath"];
	const onWindows = process.platform === "win32";
	await longStep("installing packages (once, about a minute)", () =>
		npm?.endsWith(".js")
			? runNode([npm, ...args], { name: "npm ci" })
			: runProgram(onWindows ? "npm.cmd" : "npm", args, { name: "npm ci", shell: onWindows }),
	);
	return true;
}
