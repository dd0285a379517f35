import { describe, expect, it } from "vitest";
import { base64url } from "@/lib/shared/bytes";
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import { err, type Failure, ok, type Result } from "@/lib/shared/result";
import { packEntries } from "@/lib/shared/sorted-entries";
import { memoryAcceptedCodeStore } from "@/tests/support/memory-accepted-code-store";
import {
	CODE_RETENTION,
	compareWithList,
	forgetOldCodes,
	REPORT_AFTER,
	rememberAcceptedCode,
	reportCodes,
} from "./accepted-codes";
import { CODE_HASH_LENGTH, codeHash } from "./code-hash";

const NOW = 1_628_868_600;
const DAY_OF_CODES = "2021-08-16";
const [genuine, forged] = [codeHash("40123", "GENUINE"), codeHash("40123", "FORGED")];
const listAt = (iat: number) => ({ day: DAY_OF_CODES, iat, registered: packEntries([genuine], CODE_HASH_LENGTH) });

async function doorWithBoth() {
	const store = memoryAcceptedCodeStore();
	for (const hash of [genuine, forged]) await rememberAcceptedCode({ hash, day: DAY_OF_CODES, now: NOW }, store);
	const kept = async () => (await store.ofDay(DAY_OF_CODES)).map(({ hash }) => hash);
	return { store, kept };
}

describe("[CC-8] accepted codes", () => {
	it("stay for seven days, to the second", async () => {
		const { store, kept } = await doorWithBoth();
		await forgetOldCodes(NOW + CODE_RETENTION, store);
		expect(await kept()).toHaveLength(2);
		await forgetOldCodes(NOW + CODE_RETENTION + 1, store);
		expect(await kept()).toEqual([]);
	});

	it("are forgotten once registered, and called unregistered late and only by a late list", async () => {
		const { store, kept } = await doorWithBoth();
		expect(await compareWithList(listAt(NOW + HOUR), NOW + 2 * HOUR, store)).toEqual([]);
		expect(await kept()).toEqual([base64url(forged)]);
		expect(await compareWithList(listAt(NOW + DAY), NOW + REPORT_AFTER, store)).toEqual([]);
		expect(await compareWithList(listAt(NOW + REPORT_AFTER), NOW + REPORT_AFTER - 1, store)).toEqual([]);
		expect(await compareWithList(listAt(NOW + REPORT_AFTER), NOW + REPORT_AFTER, store)).toEqual([base64url(forged)]);
	});

	it("are reported until the report arrives, once, and never a code that was registered", async () => {
		const { store } = await doorWithBoth();
		const reports: unknown[] = [];
		const now = NOW + REPORT_AFTER;
		const report = (answer: Result<unknown, Failure>) =>
			reportCodes({
				store,
				list: async () => listAt(now),
				report: async (body) => {
					reports.push(body);
					return answer;
				},
				now,
				limit: 500,
			});
		const away: Failure = { code: "portal_unreachable", retryable: true };
		expect(await report(err(away))).toEqual({ state: "failed", error: away });
		expect(await report(ok(true))).toEqual({ state: "reported" });
		expect(await report(ok(true))).toEqual({ state: "nothing_due" });
		const made = { day: DAY_OF_CODES, hashes: [base64url(forged)] };
		expect(reports).toEqual([made, made]);
	});

	it("[CC-8] say of a registered code with a changed symbol what they say of any: not registered as typed", async () => {
		const store = memoryAcceptedCodeStore();
		const [printed, typed] = ["99XMGQQBSA2B9XWW", "99XNGQQBSA2B9XWX"].map((symbols) => codeHash("40123", symbols));
		await rememberAcceptedCode({ hash: typed as Uint8Array, day: DAY_OF_CODES, now: NOW }, store);
		const reports: unknown[] = [];
		const now = NOW + REPORT_AFTER;
		const registered = packEntries([printed as Uint8Array], CODE_HASH_LENGTH);
		const reporting = await reportCodes({
			store,
			list: async () => ({ day: DAY_OF_CODES, iat: now, registered }),
			report: async (body) => {
				reports.push(body);
				return ok(true);
			},
			now,
			limit: 500,
		});
		expect(reporting).toEqual({ state: "reported" });
		expect(reports).toEqual([{ day: DAY_OF_CODES, hashes: [expect.stringMatching(/^[A-Za-z0-9_-]{4}$/)] }]);
	});

	it("wait while no list of their day can be trusted, and are reported in parts", async () => {
		const { store, kept } = await doorWithBoth();
		const sizes: number[] = [];
		const now = NOW + REPORT_AFTER;
		const ports = {
			store,
			report: async ({ hashes }: { hashes: string[] }) => {
				sizes.push(hashes.length);
				return ok(true);
			},
			now,
			limit: 1,
		};
		expect(await reportCodes({ ...ports, list: async () => undefined })).toEqual({ state: "nothing_due" });
		expect(await kept()).toHaveLength(2);
		const nothingRegistered = { ...listAt(now), registered: new Uint8Array() };
		await reportCodes({ ...ports, list: async () => nothingRegistered });
		expect(sizes).toEqual([1, 1]);
		expect(await kept()).toEqual([]);
	});
});
