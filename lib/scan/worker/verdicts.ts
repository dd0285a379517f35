import type { VerifierBundle } from "@/lib/trust/bundle";
import { openTrust } from "@/lib/trust/open-trust";
import type { Trust } from "@/lib/trust/trust";
import type { Verdict } from "@/lib/verify/verdict";
import { verifyPass } from "@/lib/verify/verify-pass";
import type { JudgeContext } from "./messages";

let held: Promise<Trust> | undefined;

/** The lists to judge by from now on. A text that comes while they are being opened waits for them. */
export async function holdTrust(bundle: VerifierBundle): Promise<void> {
	held = openTrust(bundle, { subtle: crypto.subtle }).then((opened) => {
		if (!opened.ok) throw new Error(opened.error.code);
		return opened.value;
	});
	await held;
}

/** As `verifyPass`. Throws where no lists were handed over or they do not open. */
export async function judge(text: string | readonly string[], context: JudgeContext): Promise<Verdict> {
	if (held === undefined) throw new Error("no lists");
	const { now, ownPast, occasion } = context;
	return verifyPass(text, await held, { now, ownPast, occasion });
}
