import { describe, expect, it } from "vitest";
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import {
	bundle,
	keyEntry,
	keysetJwt,
	LIST_KEY,
	listJwt,
	NEXT_ROOT,
	NOW,
	ROOT,
	STATUS_ID,
	STATUS_KEY,
	STRANGER,
	statusJwt,
} from "@/tests/support/authority";
import type { VerifierBundle } from "./bundle";
import { openTrust } from "./open-trust";
import type { Trust } from "./trust";
import { acceptUpdate, type UpdateDecision } from "./update";

const { subtle } = crypto;
const foreignKey = (kid: string, spki = "c3BraQ==") => ({ use: "dcc", kid, spki, country: "FR" });
const KEYS = [foreignKey("AAAA"), foreignKey("BBBB"), foreignKey("CCCC")];

async function open(content: VerifierBundle): Promise<Trust> {
	const opened = await openTrust(content, { subtle });
	if (!opened.ok) throw new Error(opened.error.code);
	return opened.value;
}

async function update(cached: VerifierBundle, candidate: VerifierBundle, now = NOW): Promise<UpdateDecision> {
	return acceptUpdate({ cached: await open(cached), candidate, now, subtle });
}

const refusal = (decision: UpdateDecision) => (decision.outcome === "accepted" ? null : decision.reason);

describe("acceptUpdate", () => {
	const cached = bundle({ keyset: keysetJwt({ seq: 5 }), list: listJwt({ seq: 5, keys: KEYS }) });

	it("takes the first bundle under the root that it pins, and nothing under another", async () => {
		const first = await acceptUpdate({ cached: undefined, candidate: cached, now: NOW, subtle });
		expect(refusal(first)).toBeNull();
		const other = { ...cached, root: STRANGER.thumbprint };
		expect(refusal(await acceptUpdate({ cached: undefined, candidate: other, now: NOW, subtle }))).toBe(
			"keyset_untrusted",
		);
	});

	it("[TL-1] refuses a lower seq and the same seq with other content", async () => {
		expect(refusal(await update(cached, { ...cached, list: listJwt({ seq: 4, keys: KEYS }) }))).toBe("trust_rollback");
		const fork = listJwt({ seq: 5, keys: [...KEYS, foreignKey("DDDD")] });
		expect(refusal(await update(cached, { ...cached, list: fork }))).toBe("trust_fork");
		expect(refusal(await update(cached, { ...cached, list: listJwt({ seq: 6, keys: KEYS }) }))).toBeNull();
	});

	it("[TL-1] takes the same list again", async () => {
		expect(refusal(await update(cached, cached))).toBeNull();
	});

	it("[TL-1] holds for the keyset too", async () => {
		expect(refusal(await update(cached, { ...cached, keyset: keysetJwt({ seq: 4 }) }))).toBe("trust_rollback");
		const fork = keysetJwt({ seq: 5, exp: NOW + 91 * DAY });
		expect(refusal(await update(cached, { ...cached, keyset: fork }))).toBe("trust_fork");
	});

	it("[TL-2] refuses a list that lost a key without a word", async () => {
		const truncated = listJwt({ seq: 6, keys: KEYS.slice(0, 1) });
		expect(refusal(await update(cached, { ...cached, list: truncated }))).toBe("trust_unexplained_shrink");
		const explained = listJwt({
			seq: 6,
			keys: KEYS.slice(0, 1),
			removed: KEYS.slice(1).map(({ use, kid }) => ({ use, kid, reason: "superseded", at: NOW })),
		});
		expect(refusal(await update(cached, { ...cached, list: explained }))).toBeNull();
	});

	it("[TL-2] a kid that now names another key, or another issuer, is a vanished key", async () => {
		const swapped = listJwt({ seq: 6, keys: [...KEYS.slice(0, 2), foreignKey("CCCC", "b3RoZXI=")] });
		expect(refusal(await update(cached, { ...cached, list: swapped }))).toBe("trust_unexplained_shrink");
		const reissued = listJwt({ seq: 6, keys: [...KEYS.slice(0, 2), { ...foreignKey("CCCC"), iss: "https://b" }] });
		expect(refusal(await update(cached, { ...cached, list: reissued }))).toBe("trust_unexplained_shrink");
	});

	it("[TL-3] a refused update leaves the cached trust as it was", async () => {
		const trust = await open(cached);
		const decision = await acceptUpdate({
			cached: trust,
			candidate: { ...cached, list: listJwt({ seq: 6, keys: [] }) },
			now: NOW,
			subtle,
		});
		expect(decision).toEqual({ outcome: "refused", reason: "trust_unexplained_shrink" });
		expect(trust.list?.keys).toHaveLength(3);
		expect(Object.isFrozen(trust)).toBe(true);
	});

	it("[TL-6] refuses any list under an expired keyset, and takes it with the next keyset", async () => {
		const old = bundle({ keyset: keysetJwt({ seq: 5, exp: NOW - 1 }), list: listJwt({ seq: 5 }) });
		const newer = { ...old, list: listJwt({ seq: 6 }) };
		expect(refusal(await update(old, newer))).toBe("keyset_expired");
		expect(refusal(await update(old, { ...newer, keyset: keysetJwt({ seq: 6 }) }))).toBeNull();
	});

	it("[TL-6] a keyset that announces its successor hands over to it, and to nobody else", async () => {
		const announcing = bundle({ keyset: keysetJwt({ seq: 5, root: { jwk: NEXT_ROOT.jwk } }) });
		const byNext = { ...announcing, keyset: keysetJwt({ seq: 6 }, { signer: NEXT_ROOT }) };
		const decision = await update(announcing, byNext);
		expect(decision.outcome === "accepted" && decision.trust.root).toBe(NEXT_ROOT.thumbprint);
		expect(decision.outcome === "accepted" && decision.trust.bundle.root).toBe(NEXT_ROOT.thumbprint);

		const byStranger = {
			...announcing,
			root: STRANGER.thumbprint,
			keyset: keysetJwt({ seq: 6 }, { signer: STRANGER }),
		};
		expect(refusal(await update(announcing, byStranger))).toBe("keyset_untrusted");
		expect(refusal(await update(bundle(), { ...byNext }))).toBe("keyset_untrusted");
	});

	it("does not let the candidate choose another root", async () => {
		const elsewhere = bundle({
			root: STRANGER.thumbprint,
			keyset: keysetJwt({ seq: 9, keys: [keyEntry(LIST_KEY, ["list"])] }, { signer: STRANGER }),
			list: listJwt({ seq: 9 }),
		});
		expect(refusal(await update(bundle(), elsewhere))).toBe("keyset_untrusted");
	});

	it("refuses half an update", async () => {
		expect(refusal(await update(cached, { root: ROOT.thumbprint, list: cached.list }))).toBe("update_incomplete");
		expect(refusal(await update(cached, { root: ROOT.thumbprint, keyset: cached.keyset }))).toBe("update_incomplete");
	});

	it("keeps what was not fetched, and a status list that is newer than the fetched one", async () => {
		const full = bundle({ status: { [STATUS_ID]: statusJwt([1007], { iat: NOW }) }, delegations: ["a.b.c"] });
		const older = bundle({ status: { [STATUS_ID]: statusJwt([], { iat: NOW - HOUR }) }, delegations: undefined });
		const decision = await update(full, older);
		expect(decision.outcome === "accepted" && decision.trust.statusLists.get(STATUS_ID)?.isRevoked(1007)).toBe(true);
		expect(decision.outcome === "accepted" && decision.trust.bundle.delegations).toEqual(["a.b.c"]);

		const broken = bundle({ status: { [STATUS_ID]: statusJwt([], {}, { signer: STRANGER }) } });
		const kept = await update(full, broken);
		expect(kept.outcome === "accepted" && kept.trust.statusLists.get(STATUS_ID)?.isRevoked(1007)).toBe(true);
		const newer = bundle({ status: { [STATUS_ID]: statusJwt([], { iat: NOW + 1 }, { signer: STATUS_KEY }) } });
		const replaced = await update(full, newer);
		expect(replaced.outcome === "accepted" && replaced.trust.statusLists.get(STATUS_ID)?.isRevoked(1007)).toBe(false);
	});
});
