/** The `relais` command (spec §7) without its process. */
import { ATTEST_HELP, attestCommand } from "./attest-command";
import { AUDIT_HELP, auditCommand } from "./audit-command";
import { CODE_HELP, codeCommand } from "./code-command";
import { DOCTOR_HELP, doctorCommand } from "./doctor-command";
import { type Io, writeLines } from "./io";
import { KEYS_HELP, keysCommand } from "./keys-command";
import { NOTICE_HELP, noticeCommand } from "./notice-command";
import { POLICY_HELP, policyCommand } from "./policy-command";
import { TRUST_HELP, trustCommand } from "./trust-command";
import { UsageError } from "./usage-error";
import { VERIFY_HELP, verifyCommand } from "./verify-command";

type Command = {
	/** Gives the exit status. */
	readonly run: (args: readonly string[], io: Io) => Promise<number>;
	readonly help: string;
};

const COMMANDS: ReadonlyMap<string, Command> = new Map([
	["verify", { run: verifyCommand, help: VERIFY_HELP }],
	["attest", { run: attestCommand, help: ATTEST_HELP }],
	["audit", { run: auditCommand, help: AUDIT_HELP }],
	["code", { run: codeCommand, help: CODE_HELP }],
	["doctor", { run: doctorCommand, help: DOCTOR_HELP }],
	["keys", { run: keysCommand, help: KEYS_HELP }],
	["notice", { run: noticeCommand, help: NOTICE_HELP }],
	["policy", { run: policyCommand, help: POLICY_HELP }],
	["trust", { run: trustCommand, help: TRUST_HELP }],
]);

/** Exit status for unusable arguments or files (spec §7). */
const UNUSABLE = 2;
/** sysexits.h EX_SOFTWARE: a bug. */
const BROKEN = 70;

/** Runs one command line; gives its exit status. Never throws. */
export async function relais(args: readonly string[], io: Io): Promise<number> {
	try {
		return await dispatch(args, io);
	} catch (cause) {
		const usage = cause instanceof UsageError;
		// The message of a system error names a file; that of anything else might quote what it worked on (spec V-4).
		const system = cause instanceof Error && "syscall" in cause;
		const words = usage || system ? cause.message : `broken (${cause instanceof Error ? cause.name : typeof cause})`;
		writeLines(io.stderr, [`relais: ${words.replaceAll(/\s*\n\s*/g, " ")}`]);
		return usage || system ? UNUSABLE : BROKEN;
	}
}

async function dispatch([name, ...args]: readonly string[], io: Io): Promise<number> {
	const command = COMMANDS.get(name ?? "");
	const wantsHelp = args.includes("--help") || args.includes("-h");
	if (name === "--help" || name === "-h" || name === "help" || (command && wantsHelp)) {
		const texts = command ? [command.help] : [...COMMANDS.values()].map(({ help }) => help);
		io.stdout.write(`${texts.join("\n\n")}\n`);
		return 0;
	}
	if (!command) throw new UsageError(`commands are ${[...COMMANDS.keys()].join(", ")}; try relais --help`);
	return command.run(args, io);
}
