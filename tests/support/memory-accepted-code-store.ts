import type { AcceptedCode, AcceptedCodeStore } from "../../lib/checkcode/accepted-code-store";

/** The contract of a store of accepted codes in memory. Nothing survives it. */
export function memoryAcceptedCodeStore(): AcceptedCodeStore {
	const codes = new Map<string, AcceptedCode>();
	return {
		async add(code) {
			if (!codes.has(code.hash)) codes.set(code.hash, code);
		},
		async days() {
			return [...new Set([...codes.values()].map(({ day }) => day))].sort();
		},
		async ofDay(day) {
			return [...codes.values()].filter((code) => code.day === day);
		},
		async forget(hashes) {
			for (const hash of hashes) codes.delete(hash);
		},
		async forgetAcceptedBefore(time) {
			for (const code of codes.values()) if (code.acceptedAt < time) codes.delete(code.hash);
		},
	};
}
