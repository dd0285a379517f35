import type { ListStore, RefusedUpdate } from "../../lib/trust/list-store";
import { CODES_FOLDER, codesFile, type TrustFile } from "../../lib/trust/trust-file";

export type HeldLists = {
	readonly files: Map<string, TrustFile>;
	root: string | undefined;
	confirmed: number | undefined;
	refusal: RefusedUpdate | undefined;
};

const noLists = (root?: string): HeldLists => {
	return { files: new Map(), root, confirmed: undefined, refusal: undefined };
};

/** The contract of a list store in memory. What is in `held` survives it. */
export function memoryListStore(pinned?: string, held: HeldLists = noLists(pinned)): ListStore {
	const { files } = held;
	const forget = (folder: string, kept: readonly string[]) => {
		for (const name of files.keys()) if (name.startsWith(folder) && !kept.includes(name)) files.delete(name);
	};
	return {
		async root() {
			return held.root;
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
			held.root = accepted.root;
			held.confirmed = accepted.confirmedAt ?? held.confirmed;
			held.refusal = accepted.refused;
		},
		async refused() {
			return held.refusal;
		},
		async confirmedAt() {
			return held.confirmed;
		},
		async putCodeList(file) {
			files.set(file.name, file);
		},
		async keepCodeLists(days) {
			forget(CODES_FOLDER, days.map(codesFile));
		},
	};
}
