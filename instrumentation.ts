/** Called by Next once per server process: starts the loops that publish signed files, send letters and tidy up. */
export async function register(): Promise<void> {
	if (process.env["NEXT_RUNTIME"] !== "nodejs" || process.env["NEXT_PHASE"] === "phase-production-build") return;
	const { currentServer } = await import("./lib/server/context/current-context");
	await (await currentServer()).start();
}
