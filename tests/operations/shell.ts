/** Runs what docs/operations.md prints, by the shell, as somebody would who copies it. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { type Account, isRoot } from "../../server/postgres/binaries";
import { printedBlock } from "../fleet/printed";

const run = promisify(execFile);

export type Here = {
	/** Texts that are other ones here: folders, addresses, the times of an example. */
	readonly changes: ReadonlyMap<string, string>;
	readonly cwd: string;
	readonly env?: Readonly<Record<string, string>>;
	/** Absent: this process's own. */
	readonly account?: Account | undefined;
};

/** The only printed block with `mark`; changes are made in their order. Answers what it wrote. */
export async function follow(mark: string, { changes, cwd, env = {}, account }: Here): Promise<string> {
	let text = await printedBlock("sh", mark);
	for (const [from, to] of changes) text = text.replaceAll(from, to);
	return await shell(text, { cwd, env, account });
}

export async function shell(text: string, { cwd, env = {}, account }: Omit<Here, "changes">): Promise<string> {
	try {
		const { stdout } = await run("bash", ["-euo", "pipefail", "-c", text], {
			cwd,
			env: { ...process.env, ...env },
			maxBuffer: 64 * 1024 * 1024,
			...(isRoot() ? account : {}),
		});
		return stdout;
	} catch (error) {
		const { stderr = "", stdout = "" } = error as { readonly stderr?: string; readonly stdout?: string };
		throw new Error(`this failed:\n${text}\n${stdout.slice(-1_000)}\n${stderr.slice(-3_000)}`, { cause: error });
	}
}
