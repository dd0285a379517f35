import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { ROOT } from "../scripts/bootstrap/project.mjs";

const SETTINGS = [
	".dependency-cruiser.cjs",
	".gitignore",
	"biome.json",
	"knip.jsonc",
	"package.json",
	"tsconfig.json",
	"tsconfig.core.json",
	"types",
];

export type PlantedProject = {
	readonly folder: string;
	remove(): Promise<void>;
};

/** A project with this one's settings and packages, and no sources but the given ones. */
export async function plantProject(files: Readonly<Record<string, string>>): Promise<PlantedProject> {
	const folder = await mkdtemp(path.join(tmpdir(), "relais-planted-"));
	for (const name of SETTINGS) await cp(path.join(ROOT, name), path.join(folder, name), { recursive: true });
	await symlink(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"), "junction");
	for (const [name, text] of Object.entries(files)) {
		const file = path.join(folder, name);
		await mkdir(path.dirname(file), { recursive: true });
		await writeFile(file, text);
	}
	return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Runs a script (below node_modules unless its path is absolute) in a folder; its status and all that it wrote. */
export function runTool(folder: string, [script, ...args]: readonly [string, ...string[]]) {
	const program = path.resolve(ROOT, "node_modules", script);
	return new Promise<{ status: number; output: string }>((resolve) => {
		execFile(process.execPath, [program, ...args], { cwd: folder, maxBuffer: 1 << 24 }, (error, stdout, stderr) => {
			const status = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
			resolve({ status, output: stdout + stderr });
		});
	});
}
