/** The vault's ports as at work, but for the cost of a guess. */
import type { VaultPorts } from "@/lib/device/identity/vault/vault";
import type { RelaisDatabase } from "@/lib/device/store/database";
import { passphraseBits } from "@/lib/device/store/vault/passphrase-bits";
import { readSecrets, takeSecrets } from "@/lib/device/store/vault/slots";

export function cheapVaultPorts(db: RelaisDatabase): VaultPorts {
	return {
		stretch: async (passphrase, salt) => passphraseBits(passphrase, salt, { memory: 64, passes: 1 }),
		take: async () => {
			const [taken] = await takeSecrets(1, db);
			if (taken === undefined) throw new Error("none taken");
			return taken;
		},
		read: async (slot) => (await readSecrets([slot], db))[0],
	};
}
