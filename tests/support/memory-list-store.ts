import type { ListStore, RefusedUpdate } from "../../lib/trust/list-store";
import { CODES_FOLDER, codesFile, type TrustFile } from "../../lib/trust/trust-file";

/** The contract of a list store in memory. Nothing survives it. */
export function memoryListStore(pinned?: string): ListStore {
	const files = new Map<string, TrustFile>();
	let root = pinned;
	let confirmed: number | undefined;
	let refusal: RefusedUpdate | undefined;
	const forget = (folder: string, kept: readonly string[]) => {
		for (const name of files.keys()) if (name.startsWith(folder) && !kept.includes(name)) files.delete(name);
	};
	return {
		async root() {
			return root;
		},
		async files() {
			return [...files.values()];
		},
		async file(name) {
			return files.get(name);
		},
		async accept(accepted) {
			for (const file of accepted.files) files.set(file.name, file);
			for (const name of accepted.forgotten) files.delete(name);
			root = accepted.root;
			confirmed = accepted.confirmedAt ?? confirmed;
			refusal = accepted.refused;
		},
		async refused() {
			return refusal;
		},
		async confirmedAt() {
			return confirmed;
		},
		async putCodeList(file) {
			files.set(file.name, file);
		},
		async keepCodeLists(days) {
			forget(CODES_FOLDER, days.map(codesFile));
		},
	};
}
