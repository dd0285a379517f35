import "fake-indexeddb/auto";
import { beforeEach, describe, expect, it } from "vitest";
import { decodeDenyFile } from "@/lib/trust/deny-coding";
import type { DenyVersion } from "@/lib/trust/deny-delta";
import { openTrust } from "@/lib/trust/open-trust";
import { denyDelta, denyVersion, denyVersionOf, plainDenyFile } from "@/tests/support/deny-versions";
import { enrolledCounter } from "@/tests/support/enrolled-counter";
import { localList, publishedFiles } from "@/tests/support/published-files";
import { refreshOutcome } from "@/tests/support/refresh-outcome";
import type { RelaisDatabase } from "../store/database";
import { loadBundle } from "./list-store";
import { refreshBundle } from "./refresh";

const { files, requests } = publishedFiles();
let db: RelaisDatabase;
beforeEach(async () => {
	db = (await enrolledCounter()).db;
});

const refusal = () => refreshOutcome(db);

describe("from one deny file to the next", () => {
	const hex = ({ sha256 }: DenyVersion) => Buffer.from(sha256).toString("hex");
	const publish = (seq: number, later: DenyVersion) => {
		const uri = `/trust/deny/${hex(later)}.bin`;
		files.set(uri, Buffer.from(later.file));
		const deny = { uri, sha256: hex(later), count: decodeDenyFile(later.file)?.count };
		files.set("/trust/list.jwt", localList({ seq, deny }));
	};
	const lead = (from: DenyVersion, to: DenyVersion) =>
		files.set(`/trust/deny/${hex(from)}.delta`, Buffer.from(denyDelta(from, to)));
	const many = Array.from({ length: 60 }, (_, i) => `old ${i}`);
	const [a, b, c] = [denyVersion(...many), denyVersion("1", ...many), denyVersion("1", "2", ...many.slice(1))];
	const denied = async () => {
		const bundle = await loadBundle(db);
		const opened = bundle && (await openTrust(bundle, { subtle: crypto.subtle }));
		return opened?.ok ? opened.value.deny?.bytes : undefined;
	};

	it("deltas are followed, however many versions were missed, and the file is not sent", async () => {
		publish(2, a);
		await refreshBundle(db);
		publish(4, c);
		lead(a, b);
		lead(b, c);
		requests.length = 0;
		expect(await refusal()).toBe("accepted");
		expect(await denied()).toEqual(c.file);
		const asked = requests.map(({ path }) => path).filter((path) => path.startsWith("/trust/deny/"));
		expect(asked).toEqual([`/trust/deny/${hex(a)}.delta`, `/trust/deny/${hex(b)}.delta`]);
		requests.length = 0;
		expect(await refusal()).toBe("accepted");
		expect(requests.filter(({ path }) => path.startsWith("/trust/deny/"))).toEqual([]);
	});

	it("a cached file of the earlier form serves, and a delta leads on from it", async () => {
		const plain = denyVersionOf(plainDenyFile(many));
		publish(2, plain);
		await refreshBundle(db);
		expect(await denied()).toEqual(plain.file);
		publish(3, b);
		files.delete(`/trust/deny/${hex(b)}.bin`);
		lead(plain, b);
		expect(await refusal()).toBe("accepted");
		expect(await denied()).toEqual(b.file);
	});

	it("a delta that is missing, broken or leads elsewhere costs the whole file, nothing else", async () => {
		publish(2, a);
		await refreshBundle(db);
		const wrong = [undefined, Buffer.from("RDD2"), Buffer.from(denyDelta(a, denyVersion("3", ...many)))];
		for (const [i, delta] of wrong.entries()) {
			if (delta) files.set(`/trust/deny/${hex(a)}.delta`, delta);
			publish(3 + 2 * i, b);
			expect(await refusal()).toBe("accepted");
			expect(await denied()).toEqual(b.file);
			publish(4 + 2 * i, a);
			expect(await refusal()).toBe("accepted");
		}
	});

	it("[TL-3] whoever withholds it, or sends another, holds back no list and lets nobody in who was revoked", async () => {
		publish(2, a);
		await refreshBundle(db);
		publish(3, b);
		files.delete(`/trust/deny/${hex(b)}.bin`);
		expect(await refusal()).toBe("deny_file_missing");
		files.set(`/trust/deny/${hex(b)}.bin`, Buffer.from(c.file));
		expect(await refusal()).toBe("deny_file_unusable");
		expect(await denied()).toEqual(a.file);
		const bundle = await loadBundle(db);
		const trust = bundle && (await openTrust(bundle, { subtle: crypto.subtle }));
		expect(trust?.ok && [trust.value.list?.seq, trust.value.denyIsCurrent]).toEqual([3, false]);
		publish(3, b);
		expect(await refusal()).toBe("accepted");
		expect(await denied()).toEqual(b.file);
	});

	it("one that was never there does not block, and a damaged one is not kept", async () => {
		publish(2, a);
		files.set(`/trust/deny/${hex(a)}.bin`, Buffer.from(b.file));
		expect(await refusal()).toBe("deny_file_unusable");
		expect((await loadBundle(db))?.deny).toBeUndefined();
		publish(2, a);
		expect(await refusal()).toBe("accepted");
		expect(await denied()).toEqual(a.file);
	});
});
