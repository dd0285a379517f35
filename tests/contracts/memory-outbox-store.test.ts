import { outboxStoreContract } from "@/tests/contracts/outbox-store";
import { memoryOutboxStore } from "../support/memory-outbox-store";

outboxStoreContract("the memory store", {
	open: async () => memoryOutboxStore<string>(),
	payload: (n) => `payload ${n}`,
});
