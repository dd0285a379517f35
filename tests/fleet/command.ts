import { requireBuild } from "@/tests/support/portal";
import { openPrograms, type Programs } from "./programs";

/**
 * A run as a command: status 0 where it holds, and where this machine lacks what it needs (`missing`, a sentence). What it
 * started ends with it.
 */
export async function command(
	missing: string | undefined,
	run: (programs: Programs) => Promise<boolean>,
): Promise<never> {
	if (missing !== undefined) {
		console.log(`skipped: ${missing}`);
		process.exit(0);
	}
	await requireBuild();
	const programs = openPrograms();
	let holds = false;
	try {
		holds = await run(programs);
	} finally {
		await programs.close();
	}
	process.exit(holds ? 0 : 1);
}
