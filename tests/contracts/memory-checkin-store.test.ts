import { memoryCheckinStore } from "../support/memory-checkin-store";
import { checkinStoreContract } from "./checkin-store";

checkinStoreContract("the memory store", async () => memoryCheckinStore());
