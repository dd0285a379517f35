import "fake-indexeddb/auto";
import { acceptedCodeStoreContract } from "@/tests/contracts/accepted-code-store";
import { RelaisDatabase } from "../store/database";
import { indexedDbAcceptedCodeStore } from "./accepted-code-store";

let databases = 0;

acceptedCodeStoreContract("the IndexedDB store", async () =>
	indexedDbAcceptedCodeStore(new RelaisDatabase(`accepted codes ${databases++}`)),
);
