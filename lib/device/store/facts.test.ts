import "fake-indexeddb/auto";
import { expect, it } from "vitest";
import { z } from "zod";
import { valueStoreContract } from "@/tests/contracts/value-store";
import { RelaisDatabase } from "./database";
import { factStore, writeFact } from "./facts";

let databases = 0;
const parse = (value: unknown) => z.object({ count: z.number() }).safeParse(value).data;

valueStoreContract("a fact", async () => factStore("counted", parse, new RelaisDatabase(`facts ${databases++}`)));

it("treats what another version of the app left as absent", async () => {
	const db = new RelaisDatabase(`facts ${databases++}`);
	await writeFact("counted", "three", db);
	expect(await factStore("counted", parse, db).read()).toBeUndefined();
});
