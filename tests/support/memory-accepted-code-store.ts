import type { AcceptedCode, AcceptedCodeStore } from "../../lib/checkcode/accepted-code-store";

/** The contract of a store of accepted codes in memory. Nothing survives it. */
export function memoryAcceptedCodeStore(): AcceptedCodeStore {
	const codes = new Map<string, AcceptedCode>();
	return {
		async add(code) {
			const key = `${code.day} ${code.hash}`;
			if (!codes.has(key)) codes.set(key, code);
		},
		async days() {
			return [...new Set([...codes.values()].map(({ day }) => day))].sort();
		},
		async ofDay(day) {
			return [...codes.values()].filter((code) => code.day === day);
		},
		async forget(day, hashes) {
			for (const hash of hashes) codes.delete(`${day} ${hash}`);
		},
		async forgetAcceptedBefore(time) {
			for (const [key, code] of codes) if (code.acceptedAt < time) codes.delete(key);
		},
	};
}
