import { listStoreContract } from "@/tests/contracts/list-store";
import { memoryListStore } from "../support/memory-list-store";

listStoreContract("the memory store", async (root) => memoryListStore(root));
