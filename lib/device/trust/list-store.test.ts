import "fake-indexeddb/auto";
import { listStoreContract } from "@/tests/contracts/list-store";
import { RelaisDatabase } from "../store/database";
import { indexedDbListStore, pinRoot } from "./list-store";

let databases = 0;

listStoreContract("the IndexedDB store", async (root) => {
	const db = new RelaisDatabase(`lists ${databases++}`);
	await pinRoot(root, db);
	return indexedDbListStore(db);
});
