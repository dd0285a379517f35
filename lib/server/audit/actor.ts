/** Who does what an entry of the audit trail tells of. */
import "server-only";
import { userInfo } from "node:os";
import type { ConsoleCaller, DeviceCaller } from "../auth/caller";

export type Actor = {
	/** `portal`: the process itself, asked by nobody. */
	readonly kind: "operator" | "device" | "command" | "portal";
	/** The operator's name as the console link has it, the device's id, or the command with the machine's account that ran it. */
	readonly name: string;
	readonly requestId?: string | undefined;
};

export function actorOf(caller: ConsoleCaller | DeviceCaller): Actor {
	const { requestId } = caller;
	return caller.kind === "console"
		? { kind: "operator", name: caller.operator, requestId }
		: { kind: "device", name: caller.deviceId, requestId };
}

export function commandActor(command: string): Actor {
	return { kind: "command", name: `${command}, account ${accountName()}` };
}

/** Of a container's user there is often no name. */
function accountName(): string {
	try {
		return userInfo().username;
	} catch {
		return `${process.getuid?.() ?? "unknown"}`;
	}
}
