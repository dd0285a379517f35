import { NOW } from "@/tests/support/authority";
import { counterKit } from "@/tests/support/enrolled-counter";
import { memoryIndexStore } from "../support/memory-index-store";
import { memoryKitStore } from "../support/memory-kit-store";
import { indexStoreContract } from "./index-store";
import { kitStoreContract } from "./kit-store";

indexStoreContract("the memory store", async () => memoryIndexStore());

kitStoreContract("the memory store", {
	open: async () => memoryKitStore({ ...counterKit(), kitAt: NOW }),
	empty: async () => memoryKitStore(),
});
