import { acceptedCodeStoreContract } from "@/tests/contracts/accepted-code-store";
import { memoryAcceptedCodeStore } from "../support/memory-accepted-code-store";

acceptedCodeStoreContract("the memory store", async () => memoryAcceptedCodeStore());
