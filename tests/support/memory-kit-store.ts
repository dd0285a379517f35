import type { KitStore } from "../../lib/kit/kit-store";
import type { OwnKit } from "../../lib/kit/own-kit";

/** `request`: the key of the request that has no answer yet. */
export type HeldKit = {
	kit: OwnKit | undefined;
	request: { readonly key: string; readonly start: string | undefined } | undefined;
};

/** The contract of a kit store in memory. What is in `held` survives it. */
export function memoryKitStore(kit?: OwnKit, held: HeldKit = { kit, request: undefined }): KitStore {
	return {
		async load() {
			return held.kit;
		},
		async requestKey(fresh, start) {
			if (held.request === undefined || held.request.start !== start) held.request = { key: fresh, start };
			return held.request.key;
		},
		async renew(merge) {
			if (held.kit === undefined) return undefined;
			held.kit = merge(held.kit);
			held.request = undefined;
			return held.kit;
		},
	};
}
