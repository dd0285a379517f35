/** What stands around the data: the mail server, and the instance as a balancer sees it. */
import "server-only";
import { readinessAnswer } from "@/lib/protocol/health";
import { PATHS } from "@/lib/protocol/paths";
import { problem } from "@/lib/protocol/problem";
import { smtpFault, smtpTransport } from "../../mail/smtp";
import { type Finding, findingsOf, wordOf } from "./finding";

/** Milliseconds. */
const PATIENCE = 5_000;

export async function examineMail(url: string | undefined): Promise<Finding> {
	const mail = findingsOf("mail server");
	if (url === undefined) return mail.ok("none is set: nobody gets letters");
	const transport = smtpTransport(url, PATIENCE);
	try {
		await transport.verify();
		return mail.ok("it answers and knows the account");
	} catch (fault) {
		const { code } = smtpFault(fault);
		const remedy = code.startsWith("EAUTH")
			? "correct account and password in SMTP_URL"
			: "look whether SMTP_URL is right";
		return mail.fault(`it does not take letters (${code}): ${remedy}; they wait meanwhile`);
	} finally {
		transport.close();
	}
}

/** `origin`: where an instance on this machine answers. */
export async function examineInstance(origin: string): Promise<Finding> {
	const instance = findingsOf("instance");
	let answer: Response;
	try {
		answer = await fetch(origin + PATHS.ready, { signal: AbortSignal.timeout(PATIENCE), redirect: "manual" });
	} catch (fault) {
		const word = wordOf((fault as Error).cause ?? fault);
		return instance.look(`none answers at ${origin} (${word}): start one, or say by PORT and HOST where it is`);
	}
	const said: unknown = await answer.json().catch(() => undefined);
	if (answer.status !== 200) {
		const code = problem.safeParse(said).data?.error.code ?? answer.status;
		return instance.fault(`a balancer sends it nothing (${code}): see the other lines, and its log`);
	}
	const warnings = readinessAnswer.safeParse(said).data?.warnings;
	if (warnings === undefined)
		return instance.fault(`something else than a portal answers at ${origin}: set PORT and HOST`);
	if (warnings.length > 0) return instance.look(`it is ready, and warns: ${warnings.join(", ")}`);
	return instance.ok("it is ready");
}
