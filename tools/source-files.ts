/** The project's source files, as git knows them. */
import { execFileSync } from "node:child_process";
import { ROOT } from "../scripts/bootstrap/project.mjs";

const SOURCE = /^(app|lib|server|tools|scripts|tests|bench)\/.*\.(tsx?|mjs|cjs)$|^[^/]+\.(ts|js|cjs)$/;
const TEST = /\.test\.tsx?$|^tests\//;

/** Places below the project's folder; new files count before they are committed. */
export function sourceFiles(): readonly string[] {
	const args = ["ls-files", "--cached", "--others", "--exclude-standard"];
	const listed = execFileSync("git", args, { cwd: ROOT, encoding: "utf8" }).trim().split("\n");
	return listed.filter((file) => SOURCE.test(file));
}

export function isTest(file: string): boolean {
	return TEST.test(file);
}
