import "client-only";
import type { VaultPorts } from "../../identity/vault/vault";
import type { RelaisDatabase } from "../../store/database";
import { readSecrets, takeSecrets } from "../../store/vault/slots";
import { askVault } from "../../store/vault/vault-link";

/** The vault's ports in a browser: its worker stretches, its file of secrets keeps. */
export function browserVaultPorts(db: RelaisDatabase): VaultPorts {
	return {
		stretch: async (passphrase, salt, cost) => {
			const answer = await askVault({ type: "stretch", passphrase, salt, cost });
			if (answer.type !== "stretched") throw new Error(`the vault's worker answered ${answer.type}`);
			return answer.bits;
		},
		take: async () => {
			const [taken] = await takeSecrets(1, db);
			if (taken === undefined) throw new Error("no secret was taken");
			return taken;
		},
		read: async (slot) => (await readSecrets([slot], db))[0],
	};
}
