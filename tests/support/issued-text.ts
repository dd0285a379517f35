import { issueAttestation } from "../../lib/attest/issue-attestation";

/** The text of an attestation that nothing stands against. */
export async function issuedText(...given: Parameters<typeof issueAttestation>): Promise<string> {
	const issuing = await issueAttestation(...given);
	if (issuing.outcome === "refused") throw new Error(`refused: ${issuing.reason}`);
	return issuing.text;
}
