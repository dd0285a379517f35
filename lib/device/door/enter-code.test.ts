import "fake-indexeddb/auto";
import { describe, expect, it } from "vitest";
import { CODE_HASH_LENGTH, codeHash } from "@/lib/checkcode/code-hash";
import { issuerCodeKeys, verifierCodeKeys } from "@/lib/checkcode/derive-keys";
import { issueCode } from "@/lib/checkcode/issue-code";
import { REVOKED_CODE_LENGTH, revokedCode } from "@/lib/checkcode/revoked-codes";
import { macsOf } from "@/lib/checkcode/symbols";
import { base64url, utf8 } from "@/lib/shared/bytes";
import { DAY, HOUR } from "@/lib/shared/numeric-date";
import { packEntries } from "@/lib/shared/sorted-entries";
import { CODE_LIST_TYP } from "@/lib/trust/code-list";
import { openTrust } from "@/lib/trust/open-trust";
import { codesFile } from "@/lib/trust/trust-file";
import { keysetJwt, listJwt, NOW, ROOT, STATUS_KEY } from "@/tests/support/authority";
import { signJwt } from "@/tests/support/deterministic-key";
import { RelaisDatabase } from "../store/database";
import { type CodeEntryContext, enterCode } from "./enter-code";

let databases = 0;
const freshDatabase = () => new RelaisDatabase(`codes ${databases++}`);
const master = utf8("0123456789abcdef0123456789abcdef");
const keys = verifierCodeKeys(() => master, [0, 2, 5, 6, 9, 11], NOW);
const person = { birth: "1990-02-03", initials: "EC" };

function issue() {
	const [pharmacy, exp] = ["40123", NOW + 72 * HOUR];
	const issued = issueCode(
		issuerCodeKeys(() => master, pharmacy, NOW),
		{ pharmacy, kind: "A", exp, ...person },
	);
	if (!issued.ok) throw new Error(issued.error.code);
	return { number: issued.value.number, code: issued.value.code, birth: "900203", initials: "e.c." };
}

async function openedTrust() {
	const opened = await openTrust(
		{ root: ROOT.thumbprint, keyset: keysetJwt(), list: listJwt() },
		{ subtle: crypto.subtle },
	);
	if (!opened.ok) throw new Error(opened.error.code);
	return opened.value;
}

async function contextOf(over: Partial<CodeEntryContext> = {}): Promise<CodeEntryContext> {
	return {
		keys,
		trust: await openedTrust(),
		now: NOW,
		ownPast: NOW,
		occasion: { activity: "venue" },
		db: freshDatabase(),
		...over,
	};
}

const wrong = { ...issue(), birth: "900204" };
const dayOf = (time: number) => new Date(time * 1000).toISOString().slice(0, 10);
const CODE_DAY = dayOf(Math.floor((NOW + 72 * HOUR) / 10_800) * 10_800);
const symbolsOf = (code: string) => code.replaceAll(" ", "");
const hashOf = (typed: { code: string }) => codeHash("40123", symbolsOf(typed.code));

const entryOf = (typed: { code: string }) => {
	const slot = Math.floor((NOW + 72 * HOUR) / 10_800);
	return revokedCode({ pharmacy: "40123", kind: "A", slot, macs: macsOf(symbolsOf(typed.code)) });
};

function codeListJwt(lists: { revoked?: Uint8Array[]; registered?: Uint8Array[] }, iat = NOW) {
	return signJwt(
		STATUS_KEY,
		{ alg: "ES256", typ: CODE_LIST_TYP, kid: STATUS_KEY.kid },
		{
			iss: "https://relais.example",
			day: CODE_DAY,
			iat,
			revoked: base64url(packEntries(lists.revoked ?? [], REVOKED_CODE_LENGTH)),
			registered: base64url(packEntries(lists.registered ?? [], CODE_HASH_LENGTH)),
		},
	);
}

async function cacheList(db: RelaisDatabase, jwt: string) {
	await db.trust.put({ name: codesFile(CODE_DAY), etag: null, text: jwt });
}

describe("a typed check code", () => {
	it("[CC-5] is accepted provisionally, with the status unknown while no list of its day is here", async () => {
		const context = await contextOf();
		expect(await enterCode(issue(), context)).toMatchObject({
			outcome: "accepted",
			pharmacy: "40123",
			warnings: ["status_unknown"],
		});
	});

	it("[CC-8] a revoked code is found in the day's list; a list that nobody signed is not used", async () => {
		const typed = issue();
		const context = await contextOf();
		await cacheList(context.db as RelaisDatabase, codeListJwt({ revoked: [entryOf(typed)] }));
		expect(await enterCode(typed, context)).toMatchObject({ outcome: "rejected", reason: "revoked" });
		await cacheList(context.db as RelaisDatabase, `${codeListJwt({ revoked: [entryOf(typed)] }).slice(0, -4)}AAAA`);
		expect(await enterCode(typed, context)).toMatchObject({ outcome: "accepted", warnings: ["status_unknown"] });
	});

	it("[CC-6] is neither tried nor counted while nothing can be judged", async () => {
		const context = await contextOf();
		const behind = { ...context, now: NOW - 2 * DAY };
		for (let i = 0; i < 5; i++) {
			expect(await enterCode(wrong, behind)).toMatchObject({ outcome: "indeterminate", reason: "clock_implausible" });
		}
		expect((await enterCode(issue(), context)).outcome).toBe("accepted");
	});

	it("[CC-6] five rejected codes lock entry for 60 s, also after a restart; typos do not count", async () => {
		const name = `locked ${databases++}`;
		const context = await contextOf({ db: new RelaisDatabase(name) });
		for (let i = 0; i < 5; i++) {
			await enterCode({ ...wrong, code: "nonsense" }, context);
			expect((await enterCode(wrong, context)).outcome).toBe("rejected");
		}
		const restarted = { ...context, db: new RelaisDatabase(name) };
		expect(await enterCode(issue(), restarted)).toEqual({ outcome: "locked", until: NOW + 60 });
		const later = { ...restarted, now: NOW + 60, ownPast: NOW + 60 };
		expect((await enterCode(issue(), later)).outcome).toBe("accepted");
	});

	it("[CC-6] genuine codes in between buy no guesses, and a lock in another form is an open one", async () => {
		const context = await contextOf();
		const db = context.db as RelaisDatabase;
		await db.facts.put({ name: "code-entry-lock", value: { rejections: 4, lockedUntil: NOW + 60, lastLock: 60 } });
		for (let i = 0; i < 4; i++) {
			expect((await enterCode(wrong, context)).outcome).toBe("rejected");
			expect((await enterCode(issue(), context)).outcome).toBe("accepted");
		}
		expect((await enterCode(wrong, context)).outcome).toBe("rejected");
		expect(await enterCode(issue(), context)).toEqual({ outcome: "locked", until: NOW + 60 });
	});

	it("[CC-6] tabs that try at once share the lock", async () => {
		const context = await contextOf();
		const answers = await Promise.all(Array.from({ length: 9 }, () => enterCode(wrong, context)));
		expect(answers.filter((answer) => answer.outcome === "rejected")).toHaveLength(5);
		expect(answers.filter((answer) => answer.outcome === "locked")).toHaveLength(4);
	});
});

it("[CC-8] keeps of an accepted code a truncated hash, its day and the time", async () => {
	const context = await contextOf();
	const db = context.db as RelaisDatabase;
	const typed = issue();
	await enterCode(typed, context);
	expect(await db.rememberedCodes.toArray()).toEqual([
		{ hash: base64url(hashOf(typed)), day: CODE_DAY, acceptedAt: NOW },
	]);
});
