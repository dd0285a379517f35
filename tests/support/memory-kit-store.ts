import type { KitStore } from "../../lib/kit/kit-store";
import type { OwnKit } from "../../lib/kit/own-kit";

/** The contract of a kit store in memory. Nothing survives it. */
export function memoryKitStore(kit?: OwnKit): KitStore {
	let stored = kit;
	let request: string | undefined;
	return {
		async load() {
			return stored;
		},
		async requestKey(fresh) {
			request ??= fresh;
			return request;
		},
		async renew(merge) {
			if (stored === undefined) return undefined;
			stored = merge(stored);
			request = undefined;
			return stored;
		},
	};
}
