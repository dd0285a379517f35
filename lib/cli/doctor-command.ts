/** `relais doctor`: what is well with the portal of these settings, and what is to be done. */
import { join } from "node:path";
import { type Io, writeLines } from "./io";
import { parseOptions } from "./options";
import { currentTime } from "./read-time";

export const DOCTOR_HELP = `relais doctor
  Looks at settings, data folder, keys, published files, database, mail server and the instance that runs here, by the
  portal's own environment and account. Changes nothing. Each line is ok, look (it works, see to it) or fault (it does
  not), and says what to do. Status 1 with a fault.`;

const ROOT = join(import.meta.dirname, "../..");
const LONGEST_STATE = "fault".length;

export async function doctorCommand(args: readonly string[], io: Io): Promise<number> {
	parseOptions(args, { options: {} });
	// Database and mail take a moment to load, and no other command needs them.
	const { examinePortal } = await import("@/lib/server/services/doctor/examine-portal");
	const findings = await examinePortal({ env: process.env, root: ROOT, now: currentTime() });
	writeLines(
		io.stdout,
		findings.map(({ part, state, says }) => `${state.padEnd(LONGEST_STATE)}  ${part}: ${says}`),
	);
	return findings.some(({ state }) => state === "fault") ? 1 : 0;
}
