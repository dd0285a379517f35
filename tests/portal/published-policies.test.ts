/** Policies and notices that the authority gives, from its data folder to the verdict of a door. */
import { rm, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builtInPolicy } from "@/lib/policy/select-policy";
import { noticesPath, policiesPath } from "@/lib/server/publish/listed-policies";
import { publishNotices, publishPolicy, withdrawPolicy } from "@/lib/server/services/policy/publish-policy";
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import { openTrust } from "@/lib/trust/open-trust";
import { updateTrust } from "@/lib/trust/update";
import { verifyPass } from "@/lib/verify/verify-pass";
import { type EnrolledDevice, enrolDevice, issueRecord } from "@/tests/support/test-device";
import { openTestServer, type TestServer } from "@/tests/support/test-server";
import { makeWorld, PHARMACY } from "@/tests/support/test-world";
import { readTrustFiles } from "@/tests/support/trust-files";

let portal: TestServer;
let counter: EnrolledDevice;
beforeAll(async () => {
	portal = await openTestServer();
	await makeWorld(portal);
	counter = await enrolDevice(portal, { role: "counter", pharmacy: PHARMACY });
});
afterAll(() => portal.close());

async function publishedTrust() {
	await portal.server.publisher.publishAll();
	const bundle = { root: portal.server.context.keys.root, ...(await readTrustFiles(portal.dataDir)) };
	const trust = await openTrust(bundle, { subtle: crypto.subtle });
	if (!trust.ok) throw new Error(trust.error.code);
	return trust.value;
}

const { countries: _, ...RULES } = builtInPolicy();
const noPaper = { ...RULES, id: "NO-PAPER", activities: ["train" as const], attestations: [], examples: [] };

describe("policies of the published list", () => {
	it("[P-6] judge at doors from the next list on, and the built-in one again when they are withdrawn", async () => {
		const { attestation } = await issueRecord(counter, portal.clock.now, { embed: true });
		const { now } = portal.clock;
		const onTrain = async () => {
			const trust = await publishedTrust();
			const { outcome, reason } = await verifyPass(attestation, trust, { now, occasion: { activity: "train" } });
			return reason ?? outcome;
		};
		expect(await onTrain()).toBe("accepted");
		const began = { ...noPaper, dates: { from: now - HOUR } };
		expect(await publishPolicy(portal.dataDir, began)).toBe("added");
		expect(await onTrain()).toBe("policy_refused");
		expect(await publishPolicy(portal.dataDir, { ...began, dates: { from: now + DAY } })).toBe("replaced");
		expect(await onTrain()).toBe("accepted");
		expect(await withdrawPolicy(portal.dataDir, "NO-PAPER")).toBe("withdrawn");
		expect(await withdrawPolicy(portal.dataDir, "NO-PAPER")).toBe("unknown");
		expect((await publishedTrust()).list?.policies).toEqual([]);
	});

	it("[TL-1] stay where an instance has no such files or damaged ones, and signing goes on", async () => {
		const { now } = portal.clock;
		const notice = {
			...{ from: now - HOUR, to: now + DAY, scope: ["train" as const], authority: "Ministère des Transports" },
			text: { fr: "Papiers acceptés.", en: "Papers accepted." },
		};
		await publishPolicy(portal.dataDir, noPaper);
		await publishNotices(portal.dataDir, [notice]);
		const first = await publishedTrust();
		expect(first.list?.notices).toEqual([notice]);
		expect(first.list?.policies).toEqual([noPaper]);

		await rm(policiesPath(portal.dataDir));
		await writeFile(noticesPath(portal.dataDir), "[{");
		const unchanged = await publishedTrust();
		expect(unchanged.list?.payload).toBe(first.list?.payload);
		portal.clock.now += DAY;
		const later = await publishedTrust();
		expect(later.list?.policies).toEqual(first.list?.policies);
		expect(later.list?.notices).toEqual(first.list?.notices);
		const fetched = later.bundle;
		const updated = await updateTrust({ cached: first, fetched, now: portal.clock.now, subtle: crypto.subtle });
		expect(updated).toMatchObject({ ok: true, value: { list: { state: "taken" } } });

		await publishPolicy(portal.dataDir, { ...noPaper, id: "OTHER" });
		const both = (await publishedTrust()).list?.policies as { id: string }[];
		expect(both.map(({ id }) => id)).toEqual(["NO-PAPER", "OTHER"]);

		// Two commands at once: what one was told to be done is on the list.
		const answers = await Promise.all(
			["ONE", "TWO", "THREE"].map(async (id) => [id, await publishPolicy(portal.dataDir, { ...noPaper, id })]),
		);
		const added = answers.filter(([, done]) => done === "added").map(([id]) => id);
		const listed = (await publishedTrust()).list?.policies as { id: string }[];
		expect(added.length).toBeGreaterThan(0);
		expect(
			listed
				.map(({ id }) => id)
				.slice(2)
				.sort(),
		).toEqual(added.sort());
	});
});
