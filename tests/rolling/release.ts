/** An earlier release, out of this repository's own history: its sources in a folder of their own, built there. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { ROOT, say } from "../../scripts/bootstrap/project.mjs";
import { shell } from "../operations/shell";

const run = promisify(execFile);

/** The first that drains: those before it cannot be ended unnoticed. */
const FIRST_TO_DRAIN = "Answer what an ending instance cannot finish";

export type Release = { readonly name: string; readonly root: string };

/** The whole name of a commit of this history; a sentence where there is none. */
export async function commitOf(from: string | undefined): Promise<{ commit: string } | { missing: string }> {
	const history = await git("rev-parse", "--show-toplevel");
	if (history === undefined || path.resolve(history) !== ROOT) {
		return {
			missing: "these sources have no git history, so there is no earlier release to upgrade from: run it in a clone",
		};
	}
	const search = ["log", "-1", "--format=%H", "--fixed-strings", `--grep=${FIRST_TO_DRAIN}`];
	const commit = from === undefined ? await git(...search) : await git("rev-parse", "--verify", `${from}^{commit}`);
	if (commit !== undefined && commit !== "") return { commit };
	const wanted = from ?? `whose subject is "${FIRST_TO_DRAIN}" (a clone without its whole history?)`;
	return { missing: `this git history has no commit ${wanted}: name one by --from` };
}

/** Standard output without its last line end; undefined where git failed, or is none. */
async function git(...args: readonly string[]): Promise<string | undefined> {
	return await run("git", args, { cwd: ROOT }).then(
		({ stdout }) => stdout.trim(),
		() => undefined,
	);
}

/** Its folder is kept below the system's for temporary files: the next run finds it built. */
export async function openRelease(commit: string): Promise<Release> {
	const name = commit.slice(0, 12);
	const root = path.join(tmpdir(), `relais-release-${name}`);
	if (!existsSync(root)) await unpack(commit, root);
	say(`building the release ${name}, unless it is built, in ${root}`);
	await shell("npm run build", { cwd: root });
	return { name, root };
}

async function unpack(commit: string, root: string): Promise<void> {
	const folder = await mkdtemp(`${root}-`);
	await shell(`git archive ${commit} | tar -x -C '${folder}'`, { cwd: ROOT });
	const samePackages = await git("diff", "--quiet", commit, "--", "package-lock.json");
	// Hard links: the bundler follows no link out of the project.
	if (samePackages === undefined) await shell("npm ci", { cwd: folder });
	else await shell(`cp -al '${ROOT}/node_modules' . 2>/dev/null || cp -a '${ROOT}/node_modules' .`, { cwd: folder });
	await mkdir(path.dirname(root), { recursive: true });
	await rename(folder, root);
}
