import { valueStoreContract } from "@/tests/contracts/value-store";
import { memoryValueStore } from "../support/memory-value-store";

valueStoreContract("the memory store", async () => memoryValueStore());
