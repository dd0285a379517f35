/** What knip finds unused: files, dependencies, exports and types (knip.jsonc). */
import { spawn } from "node:child_process";
import path from "node:path";
import { text } from "node:stream/consumers";
import { ROOT, StepFailed } from "../scripts/bootstrap/project.mjs";

const KNIP = path.join(ROOT, "node_modules/knip/bin/knip.js");

/** `kind` is knip's word for it: files, dependencies, exports, types… */
export type Unused = { readonly kind: string; readonly file: string; readonly name: string };

type Finding = { readonly name: string };
type Report = { readonly issues: readonly (Readonly<Record<string, unknown>> & { readonly file: string })[] };

/**
 * @param folder of a project with a knip.jsonc and a package.json
 * @throws StepFailed when knip could not look
 */
export async function findUnused(folder: string): Promise<readonly Unused[]> {
	const child = spawn(process.execPath, [KNIP, "--reporter", "json", "--no-config-hints"], { cwd: folder });
	const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
	if (!output.trimStart().startsWith("{")) throw new StepFailed(`knip: ${errors || output}`);
	const { issues }: Report = JSON.parse(output);
	return issues.flatMap(({ file, ...kinds }) =>
		Object.entries(kinds).flatMap(([kind, found]) =>
			Array.isArray(found) ? found.map(({ name }: Finding) => ({ kind, file, name })) : [],
		),
	);
}
