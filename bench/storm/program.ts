/** The portal under load as one file, as a build makes it: read module by module, TypeScript costs more at every call. */
import path from "node:path";
import { build } from "esbuild";
import { ROOT } from "../../scripts/bootstrap/project.mjs";

/** As in next.config.js. */
const EXTERNAL = ["pg", "pino", "nodemailer", "@prisma/client", "@prisma/adapter-pg"];

let made = 0;

/** The path of a program of its own, beside the packages that it reads. Whoever runs it removes it. */
export async function portalProgram(): Promise<string> {
	made += 1;
	const outfile = path.join(ROOT, `node_modules/.cache/relais-storm-${process.pid}-${made}.mjs`);
	await build({
		absWorkingDir: ROOT,
		entryPoints: ["bench/storm/portal.ts"],
		outfile,
		bundle: true,
		external: EXTERNAL,
		platform: "node",
		format: "esm",
		target: "node20",
		conditions: ["react-server"],
		banner: {
			js: 'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);',
		},
		define: { "process.env.NODE_ENV": '"production"' },
		logLevel: "warning",
	});
	return outfile;
}
