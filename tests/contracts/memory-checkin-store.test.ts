import { memoryCheckinStore, noCheckins } from "../support/memory-checkin-store";
import { checkinStoreContract } from "./checkin-store";

checkinStoreContract("the memory store", async () => {
	const held = noCheckins();
	return { store: memoryCheckinStore(held), inRun: (run) => memoryCheckinStore(held, run) };
});
